import { LRUCache } from "lru-cache";
import { type AccountSettings, accountSettings } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import type { Role } from "#lib/contract/fields.ts";
import { generatedPasswordOf } from "#lib/contract/generated-password.ts";
import { Problem } from "#lib/contract/problem.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { boolean, jsonText, preparedRead, text, time } from "#lib/db/prepared.ts";
import type { Actor, Credential, Origin } from "./context.ts";

/** A session ends after its lifetime, or after the idle time without a request. */
export const SESSION_LIFETIME_MS = 7 * DAY_MS;
export const SESSION_IDLE_MS = DAY_MS;

const holder = {
  select: {
    id: true,
    accountId: true,
    name: true,
    email: true,
    role: true,
    isServiceUser: true,
    isBlocked: true,
    pendingApproval: true,
    account: { select: { settings: true } },
  },
} as const;

type StoredHolder = Prisma.UserGetPayload<typeof holder>;

/** The user of a credential, with the settings of their account. */
type Holder = Readonly<Omit<StoredHolder, "account">> & { settings: AccountSettings };

const toHolder = ({ account, ...user }: StoredHolder): Holder => ({
  ...user,
  settings: accountSettings.parse(account.settings),
});

/** 401 for an invalid credential; `expired` only if it was proven. */
export const invalidCredential = (kind: Credential["kind"], reason?: "expired") =>
  new Problem("unauthenticated", kind === "token" ? "token invalid" : "session ended", { reason });

/** Refuses users who are blocked or await approval (contract 1.6). */
export function assertAdmitted(user: { isBlocked: boolean; pendingApproval: boolean }): void {
  if (user.pendingApproval) throw new Problem("forbidden", "user is pending approval");
  if (user.isBlocked) throw new Problem("forbidden", "user is blocked");
}

function toActor(user: Holder, credential: Credential, origin: Origin): Actor {
  assertAdmitted(user);
  const { settings } = user;
  return {
    userId: user.id,
    accountId: user.accountId,
    name: user.name,
    email: user.email,
    // Only roles that passed the contract's schema are stored.
    role: user.role as Role,
    isServiceUser: user.isServiceUser,
    personalTokens: settings.personalTokens,
    managesAccount: credential.kind === "session" || settings.tokensManageAccount,
    settings,
    credential,
    origin,
  };
}

const tokenWithUser = {
  id: true,
  hash: true,
  expiresAt: true,
  lastUsedAt: true,
  user: holder,
} as const;

type StoredToken = Prisma.TokenGetPayload<{ select: typeof tokenWithUser }>;

/** A token's row with its user; the caller must still prove the secret against `hash`. */
export type TokenWithUser = Readonly<Omit<StoredToken, "user">> & { user: Holder };

/** The columns of `tokenWithUser`. */
const tokenByPublicId = preparedRead(
  "token_by_public_id",
  {
    id: text("t.id"),
    hash: text("t.hash"),
    expiresAt: time("t.expiresAt"),
    lastUsedAt: time.orNull("t.lastUsedAt"),
    userId: text("u.id"),
    accountId: text("u.accountId"),
    name: text("u.name"),
    email: text("u.email"),
    role: text("u.role"),
    isServiceUser: boolean("u.isServiceUser"),
    isBlocked: boolean("u.isBlocked"),
    pendingApproval: boolean("u.pendingApproval"),
    settings: jsonText("a.settings"),
  },
  `FROM "Token" t JOIN "User" u ON u."id" = t."userId" JOIN "Account" a ON a."id" = u."accountId"
   WHERE t."publicId" = $1`,
  10_000,
);

/** Reads the token with this public ID and its user: the one read of a warm request. */
export async function findToken(publicId: string): Promise<TokenWithUser | null> {
  const [row] = await database().prepared(tokenByPublicId, [publicId]);
  if (row === undefined) return null;
  const { id, hash, expiresAt, lastUsedAt, userId, settings, ...user } = row;
  return {
    ...{ id, hash, expiresAt, lastUsedAt },
    user: { ...user, id: userId, settings: settingsIn(settings) },
  };
}

const parsedSettings = new LRUCache<string, AccountSettings>({ max: 8 });

/** The settings in stored JSON, parsed once for each text. */
function settingsIn(json: string): AccountSettings {
  const found = parsedSettings.get(json);
  if (found !== undefined) return found;
  const settings = Object.freeze(accountSettings.parse(JSON.parse(json)));
  parsedSettings.set(json, settings);
  return settings;
}

/** The actor of a token with a proven secret. Refuses an expired token (401) or a blocked user (403). */
export function actorOfToken(token: TokenWithUser, origin: Origin): Actor {
  if (token.expiresAt.getTime() <= Date.now()) {
    throw invalidCredential("token", "expired");
  }
  return toActor(token.user, { kind: "token", id: token.id }, origin);
}

/** Reads the actor of a session. Refuses an ended session (401) or a blocked user (403). */
export async function actorOfSession(
  client: ReadClient | Tx,
  sessionId: string,
  origin: Origin,
): Promise<{ actor: Actor; lastSeenAt: Date; expiresAt: Date }> {
  const session = await client.session.findUnique({
    where: { id: sessionId },
    select: {
      id: true,
      expiresAt: true,
      lastSeenAt: true,
      weakPassword: true,
      user: { select: { ...holder.select, passwordGeneratedAt: true } },
    },
  });
  const now = Date.now();
  if (
    session === null ||
    session.expiresAt.getTime() <= now ||
    session.lastSeenAt.getTime() + SESSION_IDLE_MS <= now
  ) {
    throw invalidCredential("session");
  }
  const { passwordGeneratedAt, ...user } = session.user;
  const actor = toActor(toHolder(user), { kind: "session", id: session.id }, origin);
  const generated = generatedPasswordOf(passwordGeneratedAt);
  if (generated !== null) actor.generatedPassword = generated.state;
  if (session.weakPassword) actor.weakPassword = true;
  return { actor, lastSeenAt: session.lastSeenAt, expiresAt: session.expiresAt };
}

/** Reads the actor of a credential again in this transaction, with the refusals of its first use. */
export async function presentActor(tx: Tx, { credential, origin }: Actor): Promise<Actor> {
  if (credential.kind === "session") {
    return (await actorOfSession(tx, credential.id, origin)).actor;
  }
  const token = await tx.token.findUnique({ where: { id: credential.id }, select: tokenWithUser });
  if (token === null) throw invalidCredential("token");
  return actorOfToken({ ...token, user: toHolder(token.user) }, origin);
}
