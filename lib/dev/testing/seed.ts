import { randomBytes, randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { sessionCookieName } from "#lib/auth/session-cookie.ts";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { type Settings, settings } from "#lib/config/settings.ts";
import { type AccountSettings, accountSettings } from "#lib/contract/account.ts";
import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { emailKeyOf } from "#lib/contract/emails.ts";
import type { Role } from "#lib/contract/fields.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { type Scopes, storedScopes } from "#lib/policy/scopes.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { eventKeyOf } from "#lib/services/events/event-key.ts";
import { insertEventTerms, TERM_COLUMNS } from "#lib/services/events/event-terms.ts";
import { insertTerms } from "#lib/services/tokens/search-terms.ts";
import { insertFirstSecrets } from "#lib/services/tokens/secret-row.ts";
import { countTokens, recountTokens } from "#lib/services/tokens/token-days.ts";

/** The lowest cost of bcrypt: tests hash often, and their secrets protect nothing. */
const TEST_COST = 4;
export const TEST_PASSWORD = "correct horse battery";
/** A lane that no test counts. */
const TURN = { lane: "creation", flow: ["seed"] } as const;
/** Settings for a test, without environment and disk. */
export function useTestSettings(changes: Partial<Settings> = {}): void {
  replaceGlobalSingleton<Settings>("settings", {
    host: "127.0.0.1",
    port: 3000,
    publicUrl: "http://127.0.0.1:3000",
    publicUrlConfigured: false,
    databaseUrl: "file::memory:",
    dataFolder: undefined,
    secret: randomBytes(32).toString("base64url"),
    trustedProxies: [],
    setupTokenEnabled: false,
    setupCode: undefined,
    bcryptCost: TEST_COST,
    passwordBcryptCost: TEST_COST,
    rateLimit: { perMinute: 0, burst: 1 },
    noticeWebhook: undefined,
    netbird: undefined,
    securityContact: undefined,
    logLevel: "silent",
    ...changes,
  });
}

export type SeededAccount = { id: string; allGroupId: string };

/** An account with its `All` group and no users. */
export async function seedAccount(changes: Partial<AccountSettings> = {}): Promise<SeededAccount> {
  const id = newXid();
  const allGroupId = newXid();
  const createdAt = new Date();
  await database().write(async (tx) => {
    await tx.account.create({
      data: { id, createdAt, createdBy: "", settings: accountSettings.parse(changes) },
    });
    await tx.group.create({
      data: {
        id: allGroupId,
        accountId: id,
        name: ALL_GROUP,
        nameKey: nameKeyOf(ALL_GROUP),
        peers: [],
        resources: [],
        createdAt,
      },
    });
  });
  return { id, allGroupId };
}

export type UserSeed = {
  role: Role;
  isServiceUser?: boolean;
  isBlocked?: boolean;
  pendingApproval?: boolean;
  name?: string;
  email?: string;
  issued?: string;
};
export type SeededUser = { id: string; name: string; email: string; role: Role };

/** A user of the account; with a unique email and the test password unless a service user. */
export async function seedUser(account: SeededAccount, seed: UserSeed): Promise<SeededUser> {
  const id = randomUUID();
  const { role, isServiceUser = false } = seed;
  const name = seed.name ?? `${isServiceUser ? "machine" : "person"} ${id.slice(0, 8)}`;
  const email = seed.email ?? (isServiceUser ? "" : `${id.slice(0, 8)}@example.test`);
  const passwordHash = isServiceUser ? null : await hashSecret(TEST_PASSWORD, TEST_COST, TURN);
  await database().write((tx) =>
    tx.user.create({
      data: {
        id,
        accountId: account.id,
        name,
        nameKey: nameKeyOf(name),
        email,
        emailKey: email === "" ? null : emailKeyOf(email),
        role,
        isServiceUser,
        isBlocked: seed.isBlocked ?? false,
        pendingApproval: seed.pendingApproval ?? false,
        issued: seed.issued ?? "api",
        passwordHash,
        createdAt: new Date(),
        createdBy: "",
      },
    }),
  );
  return { id, name, email, role };
}

export type SeededToken = { id: string; text: string; publicId: string };

type TokenSeed = { expiresAt?: Date; name?: string; scopes?: Scopes };

/** A token of the user, valid until `expiresAt`; without scopes unless some are given. */
export async function seedToken(
  userId: string,
  { expiresAt = new Date(Date.now() + DAY_MS), name = "seeded", scopes }: TokenSeed = {},
): Promise<SeededToken> {
  const { text, publicId } = newTokenText("nbp_");
  const hash = await hashSecret(text, TEST_COST, TURN);
  const id = newXid();
  const named = { id, name, nameKey: nameKeyOf(name), publicId };
  const times = { createdAt: new Date(expiresAt.getTime() - 30 * DAY_MS), expiresAt };
  await database().write(async (tx) => {
    const owner = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const limits = { scopes: storedScopes(scopes ?? null) };
    await tx.token.create({ data: { ...named, ...times, ...limits, userId, createdBy: userId } });
    await insertFirstSecrets(tx, [{ tokenId: id, publicId, hash, ...times }]);
    await insertTerms(tx, [named]);
    await countTokens(tx, [
      { token: { ...times, lastUsedAt: null, disabledAt: null }, owner, by: 1 },
    ]);
  });
  return { id, text, publicId };
}

/** Moves the expiry of tokens and their secrets. */
export async function setExpiry(tx: Tx, ids: string[], expiresAt: Date): Promise<void> {
  await tx.token.updateMany({ where: { id: { in: ids } }, data: { expiresAt } });
  await tx.tokenSecret.updateMany({ where: { tokenId: { in: ids } }, data: { expiresAt } });
}

/** Moves the last use of every token and secret. */
export async function setLastUse(tx: Tx, lastUsedAt: Date): Promise<void> {
  await tx.token.updateMany({ data: { lastUsedAt } });
  await tx.tokenSecret.updateMany({ data: { lastUsedAt } });
}

/**
 * Marks every token as used until an hour from now, so that no use is written among a test's rows
 * and events, even on a slow machine.
 */
export async function markTokensUsed(): Promise<void> {
  // Uses of earlier requests would still be written, also to their users' rows.
  await flushWrites();
  const lastUsedAt = new Date(Date.now() + 3_600_000);
  await database().write(async (tx) => {
    await setLastUse(tx, lastUsedAt);
    await recountTokens(tx);
  });
}

export type SeededSession = { id: string; cookie: string };

/** A session of the user and its cookie. */
export async function seedSession(
  userId: string,
  {
    expiresAt = new Date(Date.now() + DAY_MS),
    lastSeenAt = new Date(),
    provenAt = new Date(),
  } = {},
): Promise<SeededSession> {
  const id = randomBytes(32).toString("base64url");
  await database().write((tx) =>
    tx.session.create({
      data: {
        id,
        userId,
        createdAt: new Date(),
        lastSeenAt,
        expiresAt,
        provenAt,
        address: "127.0.0.1",
        userAgent: "test",
      },
    }),
  );
  const jwt = await encode({ token: { sid: id }, secret: settings().secret });
  return { id, cookie: `${sessionCookieName()}=${jwt}` };
}

export type SeededEvent = {
  at: Date;
  code: string;
  initiator?: Pick<SeededUser, "id" | "name" | "email">;
  targetId?: string;
  meta?: Record<string, string>;
};

const EVENTS_AT_ONCE = 2000;

/** Inserts audit events of the account, in this order. */
export async function seedEvents(account: SeededAccount, events: SeededEvent[]): Promise<void> {
  const data = events.map(({ at, code, initiator, targetId = "", meta = {} }) => ({
    accountId: account.id,
    timestamp: at,
    activityCode: code,
    initiatorId: initiator?.id ?? "sys",
    initiatorName: initiator?.name ?? "",
    initiatorEmail: initiator?.email ?? "",
    targetId,
    meta,
    searchKey: eventKeyOf(meta),
  }));
  // In batches, since the time of a write is limited, even on a busy machine.
  for (let from = 0; from < data.length; from += EVENTS_AT_ONCE) {
    const part = data.slice(from, from + EVENTS_AT_ONCE);
    await database().write(async (tx) => {
      const select = TERM_COLUMNS;
      const rows = await tx.auditEvent.createManyAndReturn({ data: part, select });
      await insertEventTerms(tx, rows);
    });
  }
}

export type GroupSeed = { name?: string; issued?: string; peers?: string[] };

/** A group of the account; returns its ID. */
export async function seedGroup(account: SeededAccount, seed: GroupSeed = {}): Promise<string> {
  const id = newXid();
  const { name = `group ${id}`, issued = "api", peers = [] } = seed;
  await database().write((tx) =>
    tx.group.create({
      data: {
        id,
        accountId: account.id,
        name,
        nameKey: nameKeyOf(name),
        issued,
        peers,
        resources: [],
        createdAt: new Date(),
      },
    }),
  );
  return id;
}
