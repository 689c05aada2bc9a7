import { GROUPS_PATH } from "#components/groups/groups-path.ts";
import { userPath } from "#components/users/user-paths.ts";
import type { EventSubject, EventView } from "#lib/contract/views.ts";

/** The pages of the users and groups that are still there, by id. */
export const subjectLinks = (subjects: readonly EventSubject[]): Record<string, string> =>
  Object.fromEntries(subjects.map((subject) => [subject.id, pathOf(subject)]));

const pathOf = ({ id, kind, name }: EventSubject): string =>
  kind === "group"
    ? `${GROUPS_PATH}?${new URLSearchParams({ search: name })}`
    : userPath({ id, isServiceUser: kind === "service-user" });

/** What users and groups are called, by id; of those that are gone, what the events tell. */
export const subjectNames = (
  subjects: readonly EventSubject[],
  events: readonly EventView[],
): Record<string, string> =>
  Object.fromEntries([
    ...events.flatMap(({ targetId, meta, initiatorId, initiatorName }) => [
      [targetId, meta.username || meta.user_name || targetId],
      [initiatorId, initiatorName || initiatorId],
    ]),
    ...subjects.map(({ id, name }) => [id, name || id]),
  ]);
