import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Role } from "#lib/contract/fields.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { can, canBegin, type PolicyActor } from "#lib/policy/can.ts";
import { PRESENT } from "../account/present-account.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { deleteBatch } from "../tokens/revoke-tokens.ts";
import { type InventoryRow, inventoryColumns } from "../tokens/token-row.ts";
import { usesWritten } from "../usage/count-uses.ts";
import { toPolicyTarget } from "../users/user-row.ts";
import { matchingPart, type Place, START } from "./matching-tokens.ts";
import { filterOf, type RevocationRow } from "./revocation-row.ts";

/** Tokens of one write: tens of milliseconds, the longest wait of other writes. */
const PART = 10;
/** Longest time between two parts. After it another server goes on. */
export const LEASE_MS = 15_000;

/**
 * Goes on with the revocations that no other server works on, until none is left or the signal.
 * Each part is a transaction with its events: a server that ends leaves no half of one. Throws the
 * first failure only after the other revocations.
 */
export async function runRevocations(signal: AbortSignal): Promise<void> {
  const holder = randomUUID();
  const due = await database().read.tokenRevocation.findMany({
    where: { state: "running", heldUntil: { lte: new Date() } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  const failures: unknown[] = [];
  for (const { id } of due) {
    try {
      while (!signal.aborted && (await revokePart(id, holder))) await setImmediate();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Revokes the next tokens of a revocation; false at its end, or if another server works on it. */
async function revokePart(id: string, holder: string): Promise<boolean> {
  // So that a token used a moment ago is not unused.
  await usesWritten();
  return database().write(async (tx) => {
    const run = await tx.tokenRevocation.findUnique({ where: { id } });
    const now = new Date();
    if (run?.state !== "running") return false;
    if (run.heldBy !== holder && run.heldUntil > now) return false;
    const initiator = await initiatorOf(tx, run);
    if (initiator === null) return finish(tx, run, "stopped");
    const { accountId, createdAt: until } = run;
    const after: Place = run.cursorAt ? { at: run.cursorAt, id: run.cursorId } : START;
    const wanted = { accountId, filter: filterOf(run), until };
    const { ids, next } = await matchingPart(tx, wanted, { after, take: PART });
    const rows = await tx.token.findMany({ where: { id: { in: ids } }, select: inventoryColumns });
    const allowed = rows.filter((row) => mayDelete(initiator.policy, row));
    if (allowed.length > 0) await deleteBatch(tx, initiator, allowed);
    const updated = await tx.tokenRevocation.update({
      where: { id },
      data: {
        revoked: { increment: allowed.length },
        refused: { increment: rows.length - allowed.length },
        ...(next && { cursorAt: next.at, cursorId: next.id }),
        ...{ heldBy: holder, heldUntil: new Date(now.getTime() + LEASE_MS) },
      },
    });
    return next === null ? finish(tx, updated, "done", initiator) : true;
  });
}

const mayDelete = (actor: PolicyActor, { user }: InventoryRow): boolean =>
  can(actor, "tokens.delete", toPolicyTarget(user)).allowed;

type Acting = Initiator & { policy: PolicyActor };

/** Who started it, if they may still do so: their rights are those of this moment. */
async function initiatorOf(tx: Tx, run: RevocationRow): Promise<Acting | null> {
  const { accountId, createdBy: id } = run;
  const user = await tx.user.findFirst({ where: { id, accountId, account: PRESENT } });
  if (user === null || user.isBlocked || user.pendingApproval) return null;
  const { name, email, isServiceUser } = user;
  const policy: PolicyActor = {
    ...{ userId: id, isServiceUser, personalTokens: false, inSession: true, managesAccount: true },
    ...{ recentProof: false, scopes: null, networks: null },
    // Only roles that passed the contract's schema are stored.
    role: user.role as Role,
  };
  if (!canBegin(policy, "tokens.revoke_matching").allowed) return null;
  return { userId: id, accountId, name, email, origin: originOf(run), policy };
}

const originOf = ({ address, userAgent, requestId }: RevocationRow) => ({
  address,
  userAgent,
  requestId,
});

/** Ends a revocation with the event of its report. */
async function finish(
  tx: Tx,
  run: RevocationRow,
  state: "done" | "stopped",
  by?: Initiator,
): Promise<false> {
  const { id, accountId, createdBy, matched, revoked, refused } = run;
  await tx.tokenRevocation.update({ where: { id }, data: { state, finishedAt: new Date() } });
  const system = { userId: "sys", accountId, name: "", email: "", origin: originOf(run) };
  await recordEvent(tx, by ?? system, {
    code: "personal.access.token.revocation.end",
    targetId: createdBy,
    meta: {
      ...{ revocation_id: id, ended: state },
      ...{ matched: `${matched}`, revoked: `${revoked}`, refused: `${refused}` },
    },
  });
  return false;
}
