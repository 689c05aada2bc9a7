import { groupPath, tokenPath, userPath } from "#lib/contract/page-paths.ts";
import type { EventSubject, EventView } from "#lib/contract/views.ts";

/** URLs of the users, groups and tokens that exist and are visible to the reader, by ID. */
export const subjectLinks = (subjects: readonly EventSubject[]): Record<string, string> =>
  Object.fromEntries(
    subjects.flatMap((subject) => {
      const path = pathOf(subject);
      return path === undefined ? [] : [[subject.id, path]];
    }),
  );

function pathOf(subject: EventSubject): string | undefined {
  const { id, kind, name } = subject;
  if (kind === "token") return subject.isReadable ? tokenPath(id) : undefined;
  if (kind === "group") return groupPath(name);
  return userPath({ id, isServiceUser: kind === "service-user" });
}

/** IDs of the revoked tokens that these events are about. */
export function revokedIn(
  subjects: readonly EventSubject[],
  events: readonly EventView[],
): string[] {
  const present = new Set(subjects.map(({ id }) => id));
  const named = events.flatMap(({ meta }) => meta.target_token_id || []);
  return [...new Set(named)].filter((id) => !present.has(id));
}

/** Names of users, groups and tokens by ID; for deleted ones the names in the events. */
export const subjectNames = (
  subjects: readonly EventSubject[],
  events: readonly EventView[],
): Record<string, string> =>
  Object.fromEntries([
    ...events.flatMap(({ targetId, meta, initiatorId, initiatorName }) => [
      ...(meta.target_token_id ? [[meta.target_token_id, meta.name || meta.target_token_id]] : []),
      [targetId, meta.username || meta.user_name || targetId],
      [initiatorId, initiatorName || initiatorId],
    ]),
    ...subjects.map(({ id, name }) => [id, name || id]),
  ]);
