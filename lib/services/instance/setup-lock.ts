import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { setupIsPublic } from "#lib/config/environment.ts";
import { settings } from "#lib/config/settings.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { compareSecret, hashSecret, type Turn } from "#lib/crypto/bcrypt-pool.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { PRESENT } from "../account/present-account.ts";
import type { Origin } from "../context.ts";
import { networksOf } from "../network.ts";

/*
 * A stranger must not be able to claim an installation that others can reach, or whose account was
 * deleted: the setup then requires a one-time code that only the server's operator has.
 */

const LOCK = { id: 1 } as const;
/** Without similar characters. */
const ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const CODE = { groups: 4, length: 5 } as const;
export const SETUP_CODE_MINUTES = 30;

const newGroup = () =>
  Array.from({ length: CODE.length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");

/** The form of a code that is hashed: users may type it in any case, with or without dashes. */
const normalize = (code: string) => code.replace(/[\s-]/g, "").toUpperCase();

const wrongCode = () => new Problem("forbidden", "setup code is wrong or expired");

type Lock = { codeHash: string | null; expiresAt: Date | null; atStart: boolean | null };

/** Whether the next setup requires a code, read with this client. */
export async function needsSetupCode(client: ReadClient | Tx): Promise<boolean> {
  return isLocked(await client.setupLock.findUnique({ where: LOCK }));
}

/** The lock of an earlier public start does not apply to a server reachable only locally. */
function isLocked(lock: Lock | null): boolean {
  if (setupIsPublic(settings()) || settings().setupCode !== undefined) return true;
  return leftByAccount(lock);
}

const leftByAccount = (lock: Lock | null) => lock !== null && lock.atStart !== true;

/** Whether an account was deleted here and none made since, read with this client. */
export async function accountWasDeleted(client: ReadClient): Promise<boolean> {
  return leftByAccount(await client.setupLock.findUnique({ where: LOCK }));
}

/** Locks the setup in the transaction that deletes an account; voids an earlier code. */
export async function lockSetup(tx: Tx): Promise<void> {
  const locked = { lockedAt: new Date(), codeHash: null, expiresAt: null, atStart: null };
  await tx.setupLock.upsert({ where: LOCK, create: { ...LOCK, ...locked }, update: locked });
}

async function newCode(): Promise<{ code: string; codeHash: string }> {
  const code = Array.from({ length: CODE.groups }, newGroup).join("-");
  const turn: Turn = { lane: "creation", flow: ["setup code"] };
  return { code, codeHash: await hashSecret(normalize(code), settings().bcryptCost, turn) };
}

/**
 * Creates a new code for half an hour and voids others; null if no code is required. After a start
 * that created a code, one is required regardless of this process's settings.
 */
export async function issueSetupCode(): Promise<string | null> {
  const { code, codeHash } = await newCode();
  return database().write(async (tx) => {
    if ((await tx.account.count({ where: PRESENT })) > 0) return null;
    const lock = await tx.setupLock.findUnique({ where: LOCK });
    if (lock === null && !isLocked(lock)) return null;
    const expiresAt = new Date(Date.now() + SETUP_CODE_MINUTES * 60_000);
    await putCode(tx, { codeHash, expiresAt });
    return code;
  });
}

/**
 * Creates the code that a start prints, valid until `forget` or a newer code; null if no setup or
 * no code is required, or if ROOST_SETUP_CODE is the code.
 */
export async function issueStartCode(): Promise<{
  code: string;
  forget: () => Promise<void>;
} | null> {
  if (settings().setupCode !== undefined) {
    // The code of a process that was killed before it could void it.
    const where = { expiresAt: null };
    await database().write((tx) => tx.setupLock.updateMany({ where, data: { codeHash: null } }));
    return null;
  }
  const { code, codeHash } = await newCode();
  const issued = await database().write(async (tx) => {
    if ((await tx.account.count({ where: PRESENT })) > 0 || !(await needsSetupCode(tx)))
      return false;
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

/** Compares a code with ROOST_SETUP_CODE in constant time. */
function isConfigured(code: string): boolean {
  const { setupCode } = settings();
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return setupCode !== undefined && timingSafeEqual(digest(code.trim()), digest(setupCode));
}

/** How a code was proven: by configuration, or by the stored hash. */
export type ProvenCode = { by: "configuration" } | { by: "lock"; hash: string };

/**
 * Verifies a code for `openSetup`; null if the setup is not locked. 422 without a code, 403 for a
 * wrong or expired one.
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

/** Uses up the proven code in the transaction of the setup; 403 if it is no longer valid. */
export async function openSetup(tx: Tx, proven: ProvenCode | null): Promise<void> {
  const lock = await tx.setupLock.findUnique({ where: LOCK });
  const byLock = proven?.by === "lock" && lock !== null && isOpenTo(lock, proven.hash);
  if (isLocked(lock) && proven?.by !== "configuration" && !byLock) throw wrongCode();
  if (lock !== null) await tx.setupLock.delete({ where: LOCK });
}
