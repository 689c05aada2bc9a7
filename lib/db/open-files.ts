import { realpathSync, statSync } from "node:fs";
import type { Transaction } from "@prisma/driver-adapter-utils";
import { Problem } from "#lib/contract/problem.ts";
import { logger } from "#lib/observability/logger.ts";
import { outcomeUnknown } from "./errors.ts";

/*
 * SQLite goes on in the files that it has open, whatever becomes of their names. What it commits to
 * a file that was removed or replaced is lost with the process, so nothing of it is acknowledged.
 */

const LOOK_AGAIN_MS = 1_000;
const REFUSAL =
  "the database file was removed or replaced. Nothing is read or written; the server's log says what to do";

/** The files of an open database, by which it is known whether it still has its names. */
export type OpenFiles = {
  /** A Problem "unavailable" unless every file is the one that was opened. */
  assertInPlace(): void;
  /** The same, but looks at most once a second. */
  assertSeenInPlace(): void;
};

/** Notes the files as they are now, right after SQLite has opened them with a write-ahead log. */
export function openFiles(path: string): OpenFiles {
  // SQLite names the log after the file that a link leads to.
  const real = realpathSync(path);
  const opened = [path, `${real}-wal`, `${real}-shm`].map((name) => ({ name, id: idOf(name) }));
  let lookedAt = performance.now();
  let fault: string | undefined;

  function look(): void {
    lookedAt = performance.now();
    const lost = opened.find(({ name, id }) => idOf(name) !== id);
    const found = lost && faultOf(lost.name, lost.name === path);
    if (found !== fault) report(found, path);
    fault = found;
  }

  function refuse(): void {
    if (fault !== undefined) {
      throw new Problem("unavailable", REFUSAL, { cause: new Error(fault) });
    }
  }

  return {
    assertInPlace() {
      look();
      refuse();
    },
    assertSeenInPlace() {
      if (performance.now() - lookedAt >= LOOK_AGAIN_MS) look();
      refuse();
    },
  };
}

/**
 * The same transaction, which is rolled back if the files are not in place when it would commit. If
 * they no longer are right after it, its outcome is unknown: they may yet be put back.
 */
export function guardedTransaction(inner: Transaction, files: OpenFiles): Transaction {
  return {
    ...inner,
    queryRaw: (query) => inner.queryRaw(query),
    async executeRaw(query) {
      if (query.sql !== "COMMIT") return inner.executeRaw(query);
      const result = await commit();
      try {
        files.assertInPlace();
      } catch (error) {
        throw outcomeUnknown(error);
      }
      return result;

      async function commit(): Promise<number> {
        try {
          files.assertInPlace();
          return await inner.executeRaw(query);
        } catch (error) {
          // What a failed COMMIT leaves open would keep other processes out until the next write.
          const rollback = { sql: "ROLLBACK", args: [], argTypes: [] };
          await inner.executeRaw(rollback).catch(() => {});
          throw error;
        }
      }
    },
    commit: () => inner.commit(),
    rollback: () => inner.rollback(),
  };
}

/** Device and inode of what has this name now; what cannot be looked at has none. */
function idOf(name: string): string {
  try {
    const { dev, ino } = statSync(name, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    return error instanceof Error && "code" in error ? `${error.code}` : "unknown";
  }
}

function faultOf(name: string, isDatabase: boolean): string {
  const state = /^\d/.test(idOf(name)) ? "was replaced" : "is missing";
  const remedy = isDatabase
    ? "Put it back, or stop the server and restore a backup: npm run admin -- restore <file>."
    : "Stop the server with SIGTERM, which saves what it holds, and start it again.";
  return `${name} ${state} while the server uses it. Nothing is read or written until it is back. ${remedy}`;
}

function report(fault: string | undefined, path: string): void {
  if (fault === undefined) logger().warn(`${path} is back: the server goes on.`);
  else logger().error(fault);
}
