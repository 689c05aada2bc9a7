import type { Role } from "#lib/contract/fields.ts";
import type { AlsoAccepted, Challenge, HeaderFamily } from "#lib/contract/protected-services.ts";
import type { ProtectedServiceView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { preparedRead, type Row, text, time } from "#lib/db/prepared.ts";

/* What decides whether a service opens: read at every request, kept while nothing changes. */

const KEPT = 10_000;

const columns = {
  id: text("s.id"),
  slug: text("s.slug"),
  description: text.orNull("s.description"),
  roles: text.orNull("s.roles"),
  methods: text.orNull("s.methods"),
  headers: text("s.headers"),
  alsoAccepts: text("s.alsoAccepts"),
  challenge: text("s.challenge"),
  createdAt: time("s.createdAt"),
  updatedAt: time("s.updatedAt"),
  groupId: text.orNull("g.groupId"),
};

const serviceBySlug = preparedRead(
  "service_by_slug",
  columns,
  `FROM "ProtectedService" s LEFT JOIN "ProtectedServiceGroup" g ON g."serviceId" = s."id"
   WHERE s."accountId" = $1 AND s."slug" = $2 ORDER BY g."groupId"`,
  KEPT,
);

const groupsOfUser = preparedRead(
  "groups_of_user",
  { id: text("g.id"), name: text("g.name") },
  `FROM "Membership" m JOIN "Group" g ON g."id" = m."groupId"
   WHERE m."userId" = $1 AND g."accountId" = $2 ORDER BY m."position"`,
  KEPT,
);

/** The words of a stored list; only those that passed the contract's schema are stored. */
export const wordsIn = <Word extends string>(stored: string): Word[] =>
  stored.split(" ").filter((word): word is Word => word !== "");

const wordsOrNull = <Word extends string>(stored: string | null): Word[] | null =>
  stored === null ? null : wordsIn(stored);

type Stored = Omit<Row<typeof columns>, "groupId">;

/** The view of a stored service that lists these groups. */
export const toProtectedServiceView = (
  stored: Stored,
  groups: readonly string[],
): ProtectedServiceView => ({
  ...stored,
  groups,
  roles: wordsOrNull<Role>(stored.roles),
  methods: wordsOrNull(stored.methods),
  headers: stored.headers as HeaderFamily,
  alsoAccepts: wordsIn<AlsoAccepted>(stored.alsoAccepts),
  challenge: stored.challenge as Challenge,
});

/** The service with this slug as it is now, or null. */
export async function findProtectedService(
  accountId: string,
  slug: string,
): Promise<ProtectedServiceView | null> {
  const rows = await database().prepared(serviceBySlug, [accountId, slug]);
  const [first] = rows;
  if (first === undefined) return null;
  const { groupId: _, ...stored } = first;
  return toProtectedServiceView(
    stored,
    rows.flatMap(({ groupId }) => groupId ?? []),
  );
}

/** The groups of a user that exist, in the order of their auto groups; one may be repeated. */
export function findGroupsOfUser(
  accountId: string,
  userId: string,
): Promise<readonly { id: string; name: string }[]> {
  return database().prepared(groupsOfUser, [userId, accountId]);
}
