import type { DescribedGroup, GroupView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { boolean, number, preparedRead, text } from "#lib/db/prepared.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { readServices } from "../protected-services/service-row.ts";

/** Number of user names that fit into a sentence. */
const NAMED = 3;

/** Groups with the users, invites, services and settings that refer to each, as checked by `deleteGroup`. */
export async function describeGroups(actor: Actor, groups: GroupView[]): Promise<DescribedGroup[]> {
  assertCanBegin(actor, "groups.read");
  const invites = await invitesOf(actor);
  const services = await readServices(database().read, actor.accountId);
  const logged = actor.settings.networkTrafficLogsGroups ?? [];
  return Promise.all(
    groups.map(async (group) => ({
      ...group,
      ...(await holdersOf(actor, group.id)),
      invited: invites.filter(({ groups }) => groups.includes(group.id)).map(({ email }) => email),
      inTrafficLogs: logged.includes(group.id),
      services: services.filter(({ groups }) => groups.includes(group.id)).map(({ slug }) => slug),
    })),
  );
}

const MEMBERS = `FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
  WHERE m."groupId" = $1 AND u."accountId" = $2`;

const membersByKind = preparedRead(
  "members_by_kind",
  { isServiceUser: boolean("u.isServiceUser"), count: number('count(DISTINCT u."id")') },
  `${MEMBERS} GROUP BY u."isServiceUser"`,
);

const firstMembers = preparedRead(
  "first_members",
  { id: text("u.id"), name: text("u.name") },
  `${MEMBERS} GROUP BY u."id" ORDER BY u."createdAt", u."id" LIMIT $3`,
);

/** A user counts once even if their auto groups contain the group twice. */
async function holdersOf(
  { accountId }: Actor,
  groupId: string,
): Promise<Pick<DescribedGroup, "people" | "serviceUsers" | "holders">> {
  const { prepared } = database();
  const counts = await prepared(membersByKind, [groupId, accountId]);
  if (counts.length === 0) return { people: 0, serviceUsers: 0, holders: [] };
  const first = await prepared(firstMembers, [groupId, accountId, NAMED]);
  const countOf = (isServiceUser: boolean) =>
    counts.find((row) => row.isServiceUser === isServiceUser)?.count ?? 0;
  return {
    people: countOf(false),
    serviceUsers: countOf(true),
    holders: first.map(({ id, name }) => name || id),
  };
}

async function invitesOf({ accountId }: Actor): Promise<{ email: string; groups: string[] }[]> {
  const rows = await database().read.invite.findMany({
    where: { accountId },
    select: { email: true, autoGroups: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  // Only lists of IDs are stored.
  return rows.map(({ email, autoGroups }) => ({ email, groups: autoGroups as string[] }));
}
