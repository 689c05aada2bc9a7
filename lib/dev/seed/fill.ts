import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { settings } from "#lib/config/settings.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { dummyHash } from "#lib/crypto/stored-hash.ts";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { eventRow, type Initiator } from "#lib/services/events/record-event.ts";
import { type PreparedToken, tokenMeta } from "#lib/services/tokens/create-token.ts";
import { termsOf } from "#lib/services/tokens/search-terms.ts";
import { firstSecret } from "#lib/services/tokens/secret-row.ts";
import { countTokens } from "#lib/services/tokens/token-days.ts";
import { insertEvents } from "./insert-events.ts";
import { insertRows } from "./insert-rows.ts";
import type { Planned, PlannedToken, PlannedUser } from "./plan.ts";
import { findOwner } from "./prepare.ts";

/** Rows per transaction: enough to be fast, few enough that a concurrent server hardly waits. */
const CHUNK = 1000;
/** Pause between transactions, so that a server that waits for the file lock can write. */
export const BREATH_MS = 20;

type Stored = { id: string; planned: PlannedUser };
type Chunk = { users: Stored[]; tokens: (Omit<PreparedToken, "text"> & NewToken)[] };
type NewToken = { id: string; owner: Stored; planned: PlannedToken };

type FillInput = {
  planned: Planned[];
  /** A prepared token for each planned usable one. */
  usable: Promise<PreparedToken>[];
  /** The IDs of SEED_GROUPS. */
  groupIds: Map<string, string>;
  /** Called after each commit with the usable plain tokens that were stored. */
  committed: (rows: number, texts: string[]) => Promise<void>;
};

/**
 * Writes the plan in order, each row in one transaction with its audit event. Other processes may
 * write at the same time.
 */
export async function fill({ planned, usable, groupIds, committed }: FillInput): Promise<void> {
  const stored = new Map<PlannedUser, Stored>();
  const waiting = usable.values();
  for (let from = 0; from < planned.length; from += CHUNK) {
    const part = planned.slice(from, from + CHUNK);
    const texts: string[] = [];
    const chunk: Chunk = { users: [], tokens: [] };
    for (const one of part) {
      if (one.kind === "user") {
        const user = { id: randomUUID(), planned: one };
        stored.set(one, user);
        chunk.users.push(user);
        continue;
      }
      const owner = stored.get(one.owner);
      if (owner === undefined) throw new Error("a token was planned before its owner");
      const { text, ...secret } = one.usable ? await next(waiting) : unusableToken();
      if (one.usable) texts.push(text);
      chunk.tokens.push({ id: newXid(), owner, planned: one, ...secret });
    }
    await database().write((tx) => insert(tx, chunk, groupIds));
    await committed(part.length, texts);
    await sleep(BREATH_MS);
  }
}

function next(waiting: Iterator<Promise<PreparedToken>>): Promise<PreparedToken> {
  const { value, done } = waiting.next();
  if (done) throw new Error("fewer usable tokens were prepared than planned");
  return value;
}

/** A token for lists only: no plain token matches its hash. */
function unusableToken(): PreparedToken {
  return { ...newTokenText("nbp_"), hash: dummyHash(settings().bcryptCost) };
}

async function insert(tx: Tx, { users, tokens }: Chunk, groupIds: Map<string, string>) {
  const owner = await findOwner(tx);
  const made = users.map(({ id, planned: { at, name, role, isBlocked } }) => ({
    id,
    accountId: owner.accountId,
    name,
    nameKey: nameKeyOf(name),
    role,
    isServiceUser: true,
    isBlocked,
    createdAt: at,
    createdBy: owner.userId,
  }));
  await insertRows(tx, "User", made);
  const memberships = users.flatMap((user) => membershipsOf(user, groupIds));
  await insertRows(tx, "Membership", memberships);
  const rows = tokens.map((token) => tokenRow(token, owner));
  await insertRows(tx, "Token", rows);
  await insertRows(tx, "TokenSecret", tokens.map(secretRow));
  const parts = rows.flatMap((row) => termsOf(row).map((part) => ({ tokenId: row.id, part })));
  await insertRows(tx, "TokenPart", parts);
  const { accountId } = owner;
  const counted = rows.map(
    (token) => ({ token, owner: { accountId, isServiceUser: true }, by: 1 }) as const,
  );
  await countTokens(tx, counted);
  await insertEvents(tx, eventsOf({ users, tokens }, owner));
}

function membershipsOf({ id, planned }: Stored, groupIds: Map<string, string>) {
  return planned.groups.flatMap((group, position) => {
    const groupId = groupIds.get(group);
    return groupId === undefined ? [] : [{ userId: id, position, groupId }];
  });
}

function tokenRow({ id, owner, planned, publicId }: Chunk["tokens"][number], by: Initiator) {
  const { name, at, expiresAt } = planned;
  return {
    id,
    userId: owner.id,
    name,
    nameKey: nameKeyOf(name),
    publicId,
    expiresAt,
    createdAt: at,
    createdBy: by.userId,
    ...lastUseOf(planned),
    disabledAt: null,
  };
}

function secretRow({ id, planned, publicId, hash }: Chunk["tokens"][number]) {
  const { at: createdAt, expiresAt } = planned;
  const secret = firstSecret({ tokenId: id, publicId, hash, createdAt, expiresAt });
  return { ...secret, ...lastUseOf(planned) };
}

const lastUseOf = ({ lastUse }: PlannedToken) => ({
  lastUsedAt: lastUse?.at ?? null,
  lastUsedIp: lastUse?.address ?? null,
  lastUsedAgent: lastUse?.agent ?? null,
});

/** An event for each creation in the order of time, like the IDs of events. */
function eventsOf({ users, tokens }: Chunk, by: Initiator) {
  const created = users.map(({ id, planned: { at, name } }) =>
    eventRow(by, { code: "service.user.create", targetId: id, meta: { name } }, at),
  );
  const made = tokens.map(({ id, owner, planned: { name, at } }) => {
    const meta = tokenMeta(
      { name: owner.planned.name, email: "", isServiceUser: true },
      { id, name },
    );
    return eventRow(by, { code: "personal.access.token.create", targetId: owner.id, meta }, at);
  });
  return [...created, ...made].sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
}
