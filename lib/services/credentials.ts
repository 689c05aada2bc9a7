import { LRUCache } from "lru-cache";
import { type AccountSettings, accountSettings } from "#lib/contract/account.ts";
import { DAY_MS, MINUTE_MS } from "#lib/contract/durations.ts";
import type { Role } from "#lib/contract/fields.ts";
import { generatedPasswordOf } from "#lib/contract/generated-password.ts";
import { Problem } from "#lib/contract/problem.ts";
import { LIMITED_SCOPES, limitsIn, type RequestLimits } from "#lib/contract/request-limits.ts";
import { type Database, database, type Tx } from "#lib/db/database.ts";
import { boolean, jsonText, preparedRead, type Row, text, time } from "#lib/db/prepared.ts";
import type { Networks } from "#lib/policy/networks.ts";
import { type Scopes, scopesIn } from "#lib/policy/scopes.ts";
import { allowedNetworksIn } from "./allowed-networks.ts";
import type { Actor, Credential, Origin } from "./context.ts";
import { endOf, isReplaced } from "./tokens/secret-row.ts";

/** A session ends after its lifetime, or after the idle time without a request. */
export const SESSION_LIFETIME_MS = 7 * DAY_MS;
export const SESSION_IDLE_MS = DAY_MS;
/** For how long a session's user counts as proven after a password. */
export const PROOF_MS = 10 * MINUTE_MS;

/** The columns of a credential's user, and of their account. */
const holderColumns = {
  userId: text("u.id"),
  accountId: text("u.accountId"),
  name: text("u.name"),
  email: text("u.email"),
  role: text("u.role"),
  isServiceUser: boolean("u.isServiceUser"),
  isBlocked: boolean("u.isBlocked"),
  pendingApproval: boolean("u.pendingApproval"),
  settings: jsonText("a.settings"),
};

/** None for a credential of a deleted account, whose rows remain for a while. */
const HOLDER = `JOIN "User" u ON u."id" = c."userId"
  JOIN "Account" a ON a."id" = u."accountId" AND a."deletedAt" IS NULL`;

type StoredHolder = Row<typeof holderColumns>;

/** The user of a credential, with the settings of their account. */
type Holder = Readonly<Omit<StoredHolder, "userId" | "settings">> & {
  id: string;
  settings: AccountSettings;
};

/** 401 for an invalid credential; a reason only if it was proven. */
export const invalidCredential = (kind: Credential["kind"], reason?: "expired" | "replaced") =>
  new Problem("unauthenticated", kind === "token" ? "token invalid" : "session ended", { reason });

/** Refuses users who are blocked or await approval (contract 1.6). */
export function assertAdmitted(user: { isBlocked: boolean; pendingApproval: boolean }): void {
  if (user.pendingApproval) throw new Problem("forbidden", "user is pending approval");
  if (user.isBlocked) throw new Problem("forbidden", "user is blocked");
}

function toActor(
  user: Holder,
  credential: Credential,
  origin: Origin,
  token?: Pick<TokenWithUser, "scopes" | "expiresAt" | "limits"> & { networks: Networks },
): Actor {
  assertAdmitted(user);
  const { settings } = user;
  const limits = limitsIn(token?.limits ?? null);
  const scopes = withinLimits(scopesIn(token?.scopes ?? null), limits);
  const networks = token?.networks ?? null;
  return {
    userId: user.id,
    accountId: user.accountId,
    name: user.name,
    email: user.email,
    // Only roles that passed the contract's schema are stored.
    role: user.role as Role,
    isServiceUser: user.isServiceUser,
    personalTokens: settings.personalTokens,
    inSession: credential.kind === "session",
    recentProof: false,
    managesAccount:
      credential.kind === "session" ||
      (settings.tokensManageAccount && scopes === null && networks === null),
    scopes,
    networks,
    limits,
    expiresAt: token?.expiresAt ?? null,
    settings,
    credential,
    origin,
  };
}

/** What a token with limits may do at all: only what they limit. */
const withinLimits = (scopes: Scopes, limits: RequestLimits | null): Scopes =>
  limits === null ? scopes : (scopes ?? []).filter((scope) => LIMITED_SCOPES.includes(scope));

const tokenColumns = {
  id: text("c.id"),
  secretId: text("s.id"),
  hash: text("s.hash"),
  state: text("s.state"),
  expiresAt: time("s.expiresAt"),
  endsAt: time.orNull("s.endsAt"),
  replacedAt: time.orNull("s.replacedAt"),
  lastUsedAt: time.orNull("s.lastUsedAt"),
  scopes: text.orNull("c.scopes"),
  allowedNetworks: text.orNull("c.allowedNetworks"),
  limits: text.orNull("c.limits"),
  disabledAt: time.orNull("c.disabledAt"),
  ...holderColumns,
};

const SECRET = `FROM "TokenSecret" s JOIN "Token" c ON c."id" = s."tokenId" ${HOLDER}`;

const tokenByPublicId = preparedRead(
  "token_by_public_id",
  tokenColumns,
  `${SECRET} WHERE s."publicId" = $1`,
  10_000,
);

const tokenBySecret = preparedRead("token_by_secret", tokenColumns, `${SECRET} WHERE s."id" = $1`);

type StoredToken = Row<typeof tokenColumns>;

/** A secret with its token and user; the caller must still prove the secret against `hash`. */
export type TokenWithUser = Readonly<Omit<StoredToken, keyof StoredHolder>> & {
  readonly user: Holder;
};

/** Reads the secret with this public ID, its token and user: the one read of a warm request. */
export async function findToken(publicId: string): Promise<TokenWithUser | null> {
  const [row] = await database().prepared(tokenByPublicId, [publicId]);
  return row === undefined ? null : toTokenWithUser(row);
}

/** Field by field: on the hot path, rest and spread take more time than all else here. */
const toTokenWithUser = (row: StoredToken): TokenWithUser => ({
  id: row.id,
  secretId: row.secretId,
  hash: row.hash,
  state: row.state,
  expiresAt: row.expiresAt,
  endsAt: row.endsAt,
  replacedAt: row.replacedAt,
  lastUsedAt: row.lastUsedAt,
  scopes: row.scopes,
  allowedNetworks: row.allowedNetworks,
  limits: row.limits,
  disabledAt: row.disabledAt,
  user: toHolder(row),
});

const toHolder = (row: StoredHolder): Holder => ({
  id: row.userId,
  accountId: row.accountId,
  name: row.name,
  email: row.email,
  role: row.role,
  isServiceUser: row.isServiceUser,
  isBlocked: row.isBlocked,
  pendingApproval: row.pendingApproval,
  settings: settingsIn(row.settings),
});

const parsedSettings = new LRUCache<string, AccountSettings>({ max: 8 });

/** The settings in stored JSON, parsed once for each text. */
function settingsIn(json: string): AccountSettings {
  const found = parsedSettings.get(json);
  if (found !== undefined) return found;
  const settings = Object.freeze(accountSettings.parse(JSON.parse(json)));
  parsedSettings.set(json, settings);
  return settings;
}

/**
 * The actor of a token with a proven secret. Refuses an expired token or a replaced secret (401), a
 * disabled token, an address outside of its networks or a blocked user (403). Neither switch nor
 * network prevents a request that only revokes the token.
 */
export function actorOfToken(
  token: TokenWithUser,
  origin: Origin,
  { revokesItself = false }: Pick<Actor, "revokesItself"> = {},
): Actor {
  if (isReplaced(token)) throw invalidCredential("token", "replaced");
  const expiresAt = endOf(token);
  if (expiresAt.getTime() <= Date.now()) throw invalidCredential("token", "expired");
  if (token.disabledAt !== null && !revokesItself) {
    throw new Problem("forbidden", "access token is disabled", { reason: "token_disabled" });
  }
  const networks = allowedNetworksIn(token.allowedNetworks);
  if (networks !== null && !revokesItself) networks.assertAllowed(origin);
  const { id, secretId, scopes, limits } = token;
  const restrictions = { scopes, expiresAt, limits, networks: networks?.list ?? null };
  const actor = toActor(token.user, { kind: "token", id, secretId }, origin, restrictions);
  if (revokesItself) actor.revokesItself = true;
  return actor;
}

const sessionById = preparedRead(
  "session_by_id",
  {
    id: text("c.id"),
    expiresAt: time("c.expiresAt"),
    lastSeenAt: time("c.lastSeenAt"),
    weakPassword: boolean.orNull("c.weakPassword"),
    provenAt: time.orNull("c.provenAt"),
    passwordGeneratedAt: time.orNull("u.passwordGeneratedAt"),
    ...holderColumns,
  },
  `FROM "Session" c ${HOLDER} WHERE c."id" = $1`,
);

/** Reads the actor of a session. Refuses an ended session (401) or a blocked user (403). */
export async function actorOfSession(
  { prepared }: Pick<Database, "prepared">,
  sessionId: string,
  origin: Origin,
): Promise<{ actor: Actor; lastSeenAt: Date; expiresAt: Date }> {
  const [session] = await prepared(sessionById, [sessionId]);
  const now = Date.now();
  if (
    session === undefined ||
    session.expiresAt.getTime() <= now ||
    session.lastSeenAt.getTime() + SESSION_IDLE_MS <= now
  ) {
    throw invalidCredential("session");
  }
  const { id, expiresAt, lastSeenAt, ...rest } = session;
  const { weakPassword, provenAt, passwordGeneratedAt, ...holder } = rest;
  const actor = toActor(toHolder(holder), { kind: "session", id }, origin);
  const generated = generatedPasswordOf(passwordGeneratedAt);
  if (generated !== null) actor.generatedPassword = generated.state;
  if (weakPassword) actor.weakPassword = true;
  actor.recentProof = provenAt !== null && provenAt.getTime() + PROOF_MS > now;
  return { actor, lastSeenAt, expiresAt };
}

/** Reads the actor of a credential again in this transaction, with the refusals of its first use. */
export async function presentActor(tx: Tx, actor: Actor): Promise<Actor> {
  const { credential, origin } = actor;
  if (credential.kind === "session") {
    return (await actorOfSession(tx, credential.id, origin)).actor;
  }
  const [token] = await tx.prepared(tokenBySecret, [credential.secretId]);
  if (token === undefined) throw invalidCredential("token");
  return actorOfToken(toTokenWithUser(token), origin, actor);
}
