import { randomInt } from "node:crypto";
import { settings } from "#lib/config/settings.ts";
import { Problem } from "#lib/contract/problem.ts";
import { compareSecret, hashSecret, type Turn } from "#lib/crypto/bcrypt-pool.ts";
import { database, type Tx } from "#lib/db/database.ts";
import type { Origin } from "../actor.ts";
import { networksOf } from "../network.ts";

/*
 * Once an account was deleted, the next visitor must not be able to claim the installation: a
 * set-up then needs a one-time code that only the command line prints.
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

/** Locks the set-up in the transaction that deletes an account; an earlier code is void. */
export async function lockSetup(tx: Tx): Promise<void> {
  const locked = { lockedAt: new Date(), codeHash: null, expiresAt: null };
  await tx.setupLock.upsert({ where: LOCK, create: { ...LOCK, ...locked }, update: locked });
}

/** Makes a new code, the only one that then opens the set-up, or null where none is needed. */
export async function issueSetupCode(): Promise<string | null> {
  const code = Array.from({ length: CODE.groups }, newGroup).join("-");
  const codeHash = await hashSecret(normalize(code), settings().bcryptCost, {
    lane: "creation",
    flow: ["set-up code"],
  });
  return database().write(async (tx) => {
    if ((await tx.account.count()) > 0) return null;
    const expiresAt = new Date(Date.now() + SETUP_CODE_MINUTES * 60_000);
    const { count } = await tx.setupLock.updateMany({ where: LOCK, data: { codeHash, expiresAt } });
    return count === 0 ? null : code;
  });
}

type Lock = { codeHash: string | null; expiresAt: Date | null };
const isOpenTo = (lock: Lock, codeHash: string | null): boolean =>
  lock.codeHash !== null &&
  lock.codeHash === codeHash &&
  lock.expiresAt !== null &&
  lock.expiresAt.getTime() > Date.now();

/**
 * The hash that a code belongs to, for `openSetup`; null where the set-up is not locked. 422
 * without a code, 403 for a wrong or expired one.
 */
export async function proveSetupCode(
  code: string | undefined,
  { address }: Origin,
): Promise<string | null> {
  const lock = await database().read.setupLock.findUnique({ where: LOCK });
  if (lock === null) return null;
  if (code === undefined || code.trim() === "") {
    const message = "setup_code is required";
    throw new Problem("validation_failed", message, { errors: [{ path: "setup_code", message }] });
  }
  const { codeHash } = lock;
  const turn: Turn = { lane: "token", flow: networksOf(address), patienceMs: Infinity };
  if (codeHash === null || !isOpenTo(lock, codeHash)) throw wrongCode();
  if (!(await compareSecret(normalize(code), codeHash, turn))) throw wrongCode();
  return codeHash;
}

/** Uses the proven code up, in the transaction that sets up; 403 if it is good no longer. */
export async function openSetup(tx: Tx, provenHash: string | null): Promise<void> {
  const lock = await tx.setupLock.findUnique({ where: LOCK });
  if (lock === null) return;
  if (!isOpenTo(lock, provenHash)) throw wrongCode();
  await tx.setupLock.delete({ where: LOCK });
}
