import type { Role } from "#lib/contract/fields.ts";
import type { AlsoAccepted, Challenge, HeaderFamily } from "#lib/contract/service-choices.ts";
import type { ProtectedServiceView } from "#lib/contract/service-view.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";

export const serviceColumns = {
  ...{ id: true, slug: true, description: true, roles: true, methods: true, headers: true },
  ...{ alsoAccepts: true, challenge: true, createdAt: true, updatedAt: true },
} as const;

type Stored = Prisma.ProtectedServiceGetPayload<{ select: typeof serviceColumns }>;

/** The words of a stored list; only those that passed the contract's schema are stored. */
const wordsIn = <Word extends string>(stored: string): Word[] =>
  stored.split(" ").filter((word): word is Word => word !== "");

const wordsOrNull = <Word extends string>(stored: string | null): Word[] | null =>
  stored === null ? null : wordsIn(stored);

/** The view of a stored service that lists these groups. */
export const toServiceView = (stored: Stored, groups: readonly string[]): ProtectedServiceView => ({
  ...stored,
  groups,
  roles: wordsOrNull<Role>(stored.roles),
  methods: wordsOrNull(stored.methods),
  headers: stored.headers as HeaderFamily,
  alsoAccepts: wordsIn<AlsoAccepted>(stored.alsoAccepts),
  challenge: stored.challenge as Challenge,
});

/** The services of an account, of which there are few, by slug. */
export async function readServices(
  client: ReadClient | Tx,
  accountId: string,
): Promise<ProtectedServiceView[]> {
  const rows = await client.protectedService.findMany({
    where: { accountId },
    select: { ...serviceColumns, groups: { select: { groupId: true } } },
  });
  // The order of a database depends on its locale.
  return rows
    .map(({ groups, ...stored }) =>
      toServiceView(stored, groups.map(({ groupId }) => groupId).sort()),
    )
    .sort((one, other) => (one.slug < other.slug ? -1 : 1));
}
