import { settings } from "#lib/config/settings.ts";
import { exceedsContract, tokenDaysLimit } from "#lib/contract/account.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid } from "#lib/contract/problem.ts";
import { toWireToken } from "#lib/contract/to-wire.ts";
import { TOKEN_DAYS } from "#lib/contract/token-limits.ts";
import { TOO_LONG } from "#lib/contract/tokens.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { hashSecret, type Turn } from "#lib/crypto/bcrypt-pool.ts";
import { newTokenText, type TokenPrefix } from "#lib/crypto/token-text.ts";
import { rememberVerified } from "#lib/crypto/verification-cache.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { type Database, database, type Tx } from "#lib/db/database.ts";
import { number, preparedRead, text, time } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";
import { scopesToMint } from "#lib/policy/mint.ts";
import { networksIn } from "#lib/policy/networks.ts";
import { scopesIn, storedScopes } from "#lib/policy/scopes.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { checkAhead, rememberResult } from "../idempotency.ts";
import { oneAtATime } from "../one-at-a-time.ts";
import { assertCan, assertCanBegin, assertCanMint } from "../policy.ts";
import { assertServicesExist } from "../protected-services/assert-services-exist.ts";
import { deadlineOf } from "../request-deadline.ts";
import { readUser } from "../users/read-users.ts";
import { toPolicyTarget, type UserRow } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { daysFrom } from "./find-tokens.ts";
import { assertKnownScopes } from "./known-scopes.ts";
import { insertTerms } from "./search-terms.ts";
import { insertFirstSecrets } from "./secret-row.ts";
import { insertAncestors } from "./token-ancestors.ts";
import { countTokens } from "./token-days.ts";
import { type TokenRow, tokenView } from "./token-row.ts";

/** A plain token with its stored form; created before a transaction, since hashing takes time. */
export type PreparedToken = { text: string; publicId: string; hash: string };

/** Creates a plain token; those of one flow are created one at a time. */
export async function prepareToken(
  prefix: TokenPrefix,
  turn: Omit<Turn, "lane">,
): Promise<PreparedToken> {
  const { text, publicId } = newTokenText(prefix);
  const hash = await hashSecret(text, settings().bcryptCost, { ...turn, lane: "creation" });
  return { text, publicId, hash };
}

type NewToken = Omit<OperationInput<"tokens.create">["body"], "scopes"> & {
  scopes?: readonly string[] | undefined;
};

/** Every column that a new token has a value for. */
export const tokenInsert = preparedInsert("Token", {
  ...{ id: text, userId: text, name: text, description: text, nameKey: text },
  ...{ publicId: text, scopes: text.orNull, allowedNetworks: text.orNull },
  limits: text.orNull,
  ...{ expiresAt: time, createdBy: text, createdAt: time },
});

/** Stores a prepared token with its audit event, and returns its row; N days are N × 24 hours from its creation. */
export async function insertToken(
  tx: Tx,
  initiator: Initiator,
  owner: Pick<UserRow, "id" | "name" | "email" | "isServiceUser">,
  wanted: NewToken,
  { publicId, hash }: Omit<PreparedToken, "text">,
): Promise<TokenRow> {
  const createdAt = new Date();
  const id = newXid();
  const { name, description = "" } = wanted;
  const nameKey = nameKeyOf(name);
  const texts = { name, description, nameKey, publicId };
  const times = { createdAt, expiresAt: expiryOf(wanted, createdAt) };
  const scopes = storedScopes(wanted.scopes ?? null);
  const allowedNetworks = wanted.allowed_networks?.join(" ") ?? null;
  const limits = wanted.limits === undefined ? null : JSON.stringify(wanted.limits);
  const createdBy = initiator.userId;
  const row = {
    id,
    userId: owner.id,
    ...texts,
    ...times,
    createdBy,
    scopes,
    allowedNetworks,
    limits,
  };
  await tx.insert(tokenInsert, [row]);
  await insertFirstSecrets(tx, [{ tokenId: id, publicId, hash, ...times }]);
  await insertTerms(tx, [{ id, nameKey, publicId }]);
  const { accountId } = initiator;
  const unused = { lastUsedAt: null, lastUsedIp: null, lastUsedAgent: null };
  const token = { ...row, ...unused, disabledAt: null, disabledReason: null };
  await countTokens(tx, [{ token, owner: { ...owner, accountId }, by: 1 }]);
  const { credential } = initiator;
  if (credential?.kind === "token") await insertAncestors(tx, id, credential.id);
  await recordEvent(tx, initiator, {
    code: "personal.access.token.create",
    targetId: owner.id,
    meta: {
      ...tokenMeta(owner, { id, name }),
      ...(scopes === null ? {} : { scopes }),
      ...(allowedNetworks === null ? {} : { allowed_networks: allowedNetworks }),
      ...(limits === null ? {} : { limits }),
    },
  });
  return token;
}

const expiryOf = ({ expires_in: days = 0, expires_at: end }: NewToken, createdAt: Date): Date =>
  end === undefined ? daysFrom(createdAt, days) : new Date(end);

/** The meta of token events (contract 2.12); the target of the event is the user. */
export function tokenMeta(
  owner: Pick<UserRow, "name" | "email" | "isServiceUser">,
  token: { id: string; name: string },
): Record<string, string> {
  return {
    name: token.name,
    target_token_id: token.id,
    is_service_user: String(owner.isServiceUser),
    user_name: owner.isServiceUser ? owner.name : "",
    username: owner.name,
    email: owner.email,
  };
}

/** The actor of a request is neither blocked nor pending. */
const ADMITTED = { isBlocked: false, pendingApproval: false };

/**
 * Creates an access token (contract 2.10) that lives no longer than the account allows.
 * `plainToken` is returned only here.
 */
export async function createToken(
  actor: Actor,
  userId: string,
  body: NewToken,
): Promise<{ plainToken: string; token: TokenView }> {
  assertKnownScopes(body.scopes ?? []);
  const scopes = scopesToMint(actor, body.scopes ?? null) ?? undefined;
  const wanted = { ...body, scopes };
  assertWithinContract(actor, wanted);
  await assertMayCreate(actor, userId, wanted);
  return oneAtATime(`token ${actor.userId}`, deadlineOf(actor.origin), () =>
    createNow(actor, userId, wanted),
  );
}

async function createNow(
  actor: Actor,
  userId: string,
  wanted: NewToken,
): Promise<{ plainToken: string; token: TokenView }> {
  const deadline = deadlineOf(actor.origin);
  const { text, ...stored } = await prepareToken("nbp_", { flow: [actor.userId], deadline });
  const token = await writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "tokens.create", userId);
    const owner = await readUser(present.accountId, userId, tx);
    assertCan(present, "tokens.create", toPolicyTarget(owner));
    assertShortEnough(wanted, tokenDaysLimit(present.settings, owner));
    await assertServicesExist(tx, present, wanted.scopes ?? []);
    await assertRoomFor(tx, owner.id, present.settings.accessTokenMaxPerUser);
    const row = await insertToken(tx, present, owner, wanted, stored);
    assertCanMint(present, {
      ...{ owner: toPolicyTarget(owner), scopes: scopesIn(row.scopes) },
      ...{ networks: networksIn(row.allowedNetworks), expiresAt: row.expiresAt },
    });
    await rememberResult(tx, present, row.id);
    const creator = { id: present.userId, name: present.name, ...ADMITTED };
    const view = tokenView(row, creator);
    assertClaims(present, toWireToken(view));
    return view;
  });
  rememberVerified(text, stored.hash);
  return { plainToken: text, token };
}

type Lifetime = Pick<NewToken, "expires_in" | "expires_at">;

const isLongerThan = ({ expires_in = 0, expires_at }: Lifetime, limit: number) => ({
  expires_in: expires_in > limit,
  expires_at: expires_at !== undefined && new Date(expires_at) > daysFrom(new Date(), limit),
});

/** The contract's limit, checked before permissions, unless the account exceeds it for some tokens. */
export function assertWithinContract({ settings: own }: Actor, wanted: Lifetime): void {
  if (exceedsContract(own)) return;
  const isLonger = isLongerThan(wanted, TOKEN_DAYS.max);
  if (isLonger.expires_in) throw invalid("expires_in", TOO_LONG.expires_in);
  if (isLonger.expires_at) throw invalid("expires_at", TOO_LONG.expires_at);
}

/** The account's limit. Checked after the contract's and all permissions, since it reveals a setting. */
export function assertShortEnough(wanted: Lifetime, limit: number): void {
  const days = limit === 1 ? "1 day" : `${limit} days`;
  const isLonger = isLongerThan(wanted, limit);
  if (isLonger.expires_in) {
    throw invalid("expires_in", `this account allows an expires_in of at most ${days}`);
  }
  if (isLonger.expires_at) {
    throw invalid("expires_at", `this account allows an expires_at of at most ${days} from now`);
  }
}

const liveTokens = preparedRead(
  "live_tokens",
  { count: number("count(*)") },
  `FROM "Token" WHERE "userId" = $1 AND "expiresAt" > $2`,
);

/** The account's limit, counted in the transaction too, so that concurrent requests cannot exceed it. */
async function assertRoomFor(
  { prepared }: Pick<Database, "prepared">,
  userId: string,
  max: number,
): Promise<void> {
  const [found] = await prepared(liveTokens, [userId, new Date()]);
  const live = found?.count ?? max;
  if (live < max) return;
  const message = `the user has ${live} unexpired access tokens, and access_token_max_per_user of this account is ${max}: revoke some, or raise the setting`;
  throw invalid("access_token_max_per_user", message);
}

/** Checks before hashing, so that requests without permission or above the limit cost no hash. */
async function assertMayCreate(actor: Actor, userId: string, wanted: NewToken): Promise<void> {
  assertCanBegin(actor, "tokens.create", userId);
  const owner = await readUser(actor.accountId, userId);
  assertCan(actor, "tokens.create", toPolicyTarget(owner));
  const { scopes = null, allowed_networks: networks = null } = wanted;
  const expiresAt = expiryOf(wanted, new Date());
  assertCanMint(actor, { owner: toPolicyTarget(owner), scopes, networks, expiresAt });
  await checkAhead(actor, async () => {
    assertShortEnough(wanted, tokenDaysLimit(actor.settings, owner));
    await assertServicesExist(database().read, actor, wanted.scopes ?? []);
    await assertRoomFor(database(), owner.id, actor.settings.accessTokenMaxPerUser);
  });
}
