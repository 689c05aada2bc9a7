import type { ProtectedServiceView } from "#lib/contract/service-view.ts";
import { database } from "#lib/db/database.ts";
import { preparedRead, text, time } from "#lib/db/prepared.ts";
import { toServiceView } from "./service-row.ts";

/* What decides whether a service opens: read at every request, kept while nothing changes. */

const KEPT = 10_000;

const serviceBySlug = preparedRead(
  "service_by_slug",
  {
    ...{ id: text("s.id"), slug: text("s.slug"), description: text.orNull("s.description") },
    ...{ roles: text.orNull("s.roles"), methods: text.orNull("s.methods") },
    ...{ headers: text("s.headers"), alsoAccepts: text("s.alsoAccepts") },
    ...{ challenge: text("s.challenge"), createdAt: time("s.createdAt") },
    ...{ updatedAt: time("s.updatedAt"), groupId: text.orNull("g.groupId") },
  },
  `FROM "ProtectedService" s LEFT JOIN "ProtectedServiceGroup" g ON g."serviceId" = s."id"
   WHERE s."accountId" = $1 AND s."slug" = $2 ORDER BY g."groupId"`,
  KEPT,
);

/** One row at least for each user, since only rows are kept. */
const groupsOfUser = preparedRead(
  "groups_of_user",
  { id: text.orNull("g.id"), name: text.orNull("g.name") },
  `FROM "User" u LEFT JOIN "Membership" m ON m."userId" = u."id"
   LEFT JOIN "Group" g ON g."id" = m."groupId" AND g."accountId" = u."accountId" AND NOT g."gone"
   WHERE u."id" = $1 AND u."accountId" = $2 ORDER BY m."position"`,
  KEPT,
);

type ServiceRow = NonNullable<(typeof serviceBySlug)["rows"]>;
type GroupRow = NonNullable<(typeof groupsOfUser)["rows"]>;

/** By the rows of a service, which are the same array while they are kept. */
const views = new WeakMap<readonly object[], ProtectedServiceView>();

/** The service with this slug as it is now, or null, and the groups of a user of its account. */
export async function findServiceFor(
  { accountId, userId }: { accountId: string; userId: string },
  slug: string,
): Promise<{ service: ProtectedServiceView | null; groups: readonly NamedGroup[] }> {
  const [services, groups] = await database().bothPrepared(
    [serviceBySlug, [accountId, slug]],
    [groupsOfUser, [userId, accountId]],
  );
  return { service: viewOf(services), groups: groupsIn(groups) };
}

function viewOf(rows: readonly ServiceRow[]): ProtectedServiceView | null {
  const kept = views.get(rows);
  if (kept !== undefined) return kept;
  const [first] = rows;
  if (first === undefined) return null;
  const { groupId: _, ...stored } = first;
  const groups = rows.flatMap(({ groupId }) => groupId ?? []);
  const view = toServiceView(stored, groups);
  views.set(rows, view);
  return view;
}

type NamedGroup = { id: string; name: string };

/** Those that exist, in the order of the user's auto groups; one may be repeated. */
const groupsIn = (rows: readonly GroupRow[]): NamedGroup[] =>
  rows.flatMap(({ id, name }) => (id === null || name === null ? [] : { id, name }));
