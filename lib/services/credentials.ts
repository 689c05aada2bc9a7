import { accountSettings } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import type { Role } from "#lib/contract/fields.ts";
import { generatedPasswordOf } from "#lib/contract/generated-password.ts";
import { Problem } from "#lib/contract/problem.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
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

type Holder = Prisma.UserGetPayload<typeof holder>;

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
  const settings = accountSettings.parse(user.account.settings);
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

/** A token's row with its user; the caller must still prove the secret against `hash`. */
export type TokenWithUser = Prisma.TokenGetPayload<{ select: typeof tokenWithUser }>;

/** Reads the token with this public ID and its user. */
export function findToken(publicId: string): Promise<TokenWithUser | null> {
  return database().read.token.findUnique({ where: { publicId }, select: tokenWithUser });
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
  const actor = toActor(session.user, { kind: "session", id: session.id }, origin);
  const generated = generatedPasswordOf(session.user.passwordGeneratedAt);
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
  return actorOfToken(token, origin);
}
