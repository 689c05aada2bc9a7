import { CommandError } from "#lib/cli/command-error.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { bcryptThreads } from "#lib/crypto/bcrypt-pool.ts";
import { generatePassword } from "#lib/crypto/password.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { eventRow, type Initiator } from "#lib/services/events/record-event.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";
import { setUp } from "#lib/services/instance/set-up.ts";
import { type PreparedToken, prepareToken } from "#lib/services/tokens/create-token.ts";
import { insertEvents } from "./insert-events.ts";
import { SEED_GROUPS } from "./plan.ts";

/** The origin of the rows in the audit log. */
const ORIGIN = { address: "", userAgent: "roost seed", requestId: "seed" };
const OWNER = { name: "Owner", email: "owner@example.test" };

/** The owner, who is the creator of all rows. */
export async function findOwner(client: ReadClient | Tx): Promise<Initiator> {
  const owner = await client.user.findFirst({
    where: { role: "owner" },
    select: { id: true, accountId: true, name: true, email: true },
  });
  if (owner === null)
    throw new CommandError("The account has no owner, who would be the creator of the rows.");
  const { id: userId, ...known } = owner;
  return { userId, ...known, origin: ORIGIN };
}

/** Creates the account and its owner if there is none; prints the password, only here. */
export async function ensureOwner(): Promise<{ email: string; password: string } | undefined> {
  if (!(await getInstanceStatus()).setupRequired) return undefined;
  const password = generatePassword();
  await setUp({ ...OWNER, password }, ORIGIN, new Date());
  return { email: OWNER.email, password };
}

/** Refuses a database with more users than its owner. */
export async function assertUnused(): Promise<void> {
  if ((await database().read.user.count()) <= 1) return;
  throw new CommandError("The database has users already: use --add to add more.");
}

/** The groups of the seed by name, created if missing, and the numbers already used in names. */
export function prepareGroups(): Promise<{ groupIds: Map<string, string>; numbersUsed: number }> {
  return database().write(async (tx) => {
    const owner = await findOwner(tx);
    const { accountId } = owner;
    const found = await tx.group.findMany({ where: { accountId, name: { in: SEED_GROUPS } } });
    const createdAt = new Date();
    const groupIds = new Map(found.map(({ id, name }) => [name, id]));
    const missing = SEED_GROUPS.filter((name) => !groupIds.has(name));
    const made = missing.map((name) => ({ id: newXid(), name }));
    const rest = { accountId, peers: [], resources: [], createdAt };
    await tx.group.createMany({
      data: made.map(({ id, name }) => ({ id, name, nameKey: nameKeyOf(name), ...rest })),
    });
    await insertEvents(
      tx,
      made.map(({ id, name }) =>
        eventRow(owner, { code: "group.add", targetId: id, meta: { name } }, createdAt),
      ),
    );
    for (const { id, name } of made) groupIds.set(name, id);
    return { groupIds, numbersUsed: await tx.user.count({ where: { isServiceUser: true } }) };
  });
}

/**
 * Tokens with real hashes, prepared while others are written: each starts once there is a thread
 * for it, so that none exceeds the longest wait in the pool's queue.
 */
export function prepareTokens(count: number): Promise<PreparedToken>[] {
  const tokens: Promise<PreparedToken>[] = [];
  const threads = bcryptThreads();
  for (let made = 0; made < count; made += 1) {
    const before = tokens[made - threads] ?? Promise.resolve();
    const token = before.then(() => prepareToken("nbp_", { flow: [`seed ${made % threads}`] }));
    // The consumer gets a failure later; until then it must not be an unhandled rejection.
    token.catch(() => {});
    tokens.push(token);
  }
  return tokens;
}
