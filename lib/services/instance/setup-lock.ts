import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { setupIsPublic } from "#lib/config/environment.ts";
import { settings } from "#lib/config/settings.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { compareSecret, hashSecret, type Turn } from "#lib/crypto/bcrypt-pool.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import { networksOf } from "../network.ts";

/*
 * The next visitor must not be able to claim the installation where others can reach it, or once
 * an account was deleted: a set-up then needs a one-time code that only the server's operator has.
 */

const LOCK = { id: 1 } as const;
/** Without characters that look alike. */
const ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const CODE = { groups: 4, length: 5 } as const;
export const SETUP_CODE_MINUTES = 30;

const newGroup = () =>
  Array.from({ length: CODE.length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");

/** A code as it is hashed: people type it in any letter case, with or without its dashes. */
const normalize = (code: string) => code.replace(/[\s-]/g, "").toUpperCase();

const wrongCode = () => new Problem("forbidden", "set-up code is wrong or expired");

type Lock = { codeHash: string | null; expiresAt: Date | null; atStart: boolean | null };

/** Whether the next set-up needs a code, read with this client. */
export async function needsSetupCode(client: ReadClient | Tx): Promise<boolean> {
  return isLocked(await client.setupLock.findUnique({ where: LOCK }));
}

/** The lock of an earlier public start means nothing on a server that only its own machine reaches. */
function isLocked(lock: Lock | null): boolean {
  if (setupIsPublic(settings()) || settings().setupCode !== undefined) return true;
  return leftByAccount(lock);
}

const leftByAccount = (lock: Lock | null) => lock !== null && lock.atStart !== true;

/** Whether an account was deleted here and none made since, read with this client. */
export async function accountWasDeleted(client: ReadClient): Promise<boolean> {
  return leftByAccount(await client.setupLock.findUnique({ where: LOCK }));
}

/** Locks the set-up in the transaction that deletes an account; an earlier code is void. */
export async function lockSetup(tx: Tx): Promise<void> {
  const locked = { lockedAt: new Date(), codeHash: null, expiresAt: null, atStart: null };
  await tx.setupLock.upsert({ where: LOCK, create: { ...LOCK, ...locked }, update: locked });
}

async function newCode(): Promise<{ code: string; codeHash: string }> {
  const code = Array.from({ length: CODE.groups }, newGroup).join("-");
  const turn: Turn = { lane: "creation", flow: ["set-up code"] };
  return { code, codeHash: await hashSecret(normalize(code), settings().bcryptCost, turn) };
}

/**
 * Makes a new code for half an hour, the only one that then opens the set-up, or null where none
 * is needed. Where a start made a code, one is needed, whatever this process has for settings.
 */
export async function issueSetupCode(): Promise<string | null> {
  const { code, codeHash } = await newCode();
  return database().write(async (tx) => {
    if ((await tx.account.count()) > 0) return null;
    const lock = await tx.setupLock.findUnique({ where: LOCK });
    if (lock === null && !isLocked(lock)) return null;
    const expiresAt = new Date(Date.now() + SETUP_CODE_MINUTES * 60_000);
    await putCode(tx, { codeHash, expiresAt });
    return code;
  });
}

/**
 * Makes the code that a start prints, good until `forget` or until there is a newer one; null
 * where no set-up or no code is needed, and where ROOST_SETUP_CODE is the code.
 */
export async function issueStartCode(): Promise<{
  code: string;
  forget: () => Promise<void>;
} | null> {
  if (settings().setupCode !== undefined) {
    // The code of a process that was killed before it could void its own.
    const where = { expiresAt: null };
    await database().write((tx) => tx.setupLock.updateMany({ where, data: { codeHash: null } }));
    return null;
  }
  const { code, codeHash } = await newCode();
  const issued = await database().write(async (tx) => {
    if ((await tx.account.count()) > 0 || !(await needsSetupCode(tx))) return false;
    await putCode(tx, { codeHash, expiresAt: null });
    return true;
  });
  if (!issued) return null;
  const forget = async () => {
    const data = { codeHash: null };
    await database().write((tx) => tx.setupLock.updateMany({ where: { codeHash }, data }));
  };
  return { code, forget };
}

async function putCode(tx: Tx, code: { codeHash: string; expiresAt: Date | null }): Promise<void> {
  const create = { ...LOCK, lockedAt: new Date(), atStart: true, ...code };
  await tx.setupLock.upsert({ where: LOCK, create, update: code });
}

const isOpenTo = ({ codeHash, expiresAt }: Lock, proven: string): boolean =>
  codeHash === proven && (expiresAt === null || expiresAt.getTime() > Date.now());

/** Whether a code is ROOST_SETUP_CODE, in the same time for each wrong one. */
function isConfigured(code: string): boolean {
  const { setupCode } = settings();
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return setupCode !== undefined && timingSafeEqual(digest(code.trim()), digest(setupCode));
}

/** What proves a code: the configured one, or the stored hash that it belongs to. */
export type ProvenCode = { by: "configuration" } | { by: "lock"; hash: string };

/**
 * Proves a code for `openSetup`; null where the set-up is not locked. 422 without a code, 403 for
 * a wrong or expired one.
 */
export async function proveSetupCode(
  code: string | undefined,
  { address }: Origin,
): Promise<ProvenCode | null> {
  const lock = await database().read.setupLock.findUnique({ where: LOCK });
  if (!isLocked(lock)) return null;
  if (code === undefined || code.trim() === "") {
    const message = "setup_code is required";
    throw invalid("setup_code", message);
  }
  if (isConfigured(code)) return { by: "configuration" };
  const hash = lock?.codeHash ?? null;
  const turn: Turn = { lane: "token", flow: networksOf(address), deadline: Infinity };
  if (lock === null || hash === null || !isOpenTo(lock, hash)) throw wrongCode();
  if (!(await compareSecret(normalize(code), hash, turn))) throw wrongCode();
  return { by: "lock", hash };
}

/** Uses the proven code up, in the transaction that sets up; 403 if it is good no longer. */
export async function openSetup(tx: Tx, proven: ProvenCode | null): Promise<void> {
  const lock = await tx.setupLock.findUnique({ where: LOCK });
  const byLock = proven?.by === "lock" && lock !== null && isOpenTo(lock, proven.hash);
  if (isLocked(lock) && proven?.by !== "configuration" && !byLock) throw wrongCode();
  if (lock !== null) await tx.setupLock.delete({ where: LOCK });
}
