import { realpathSync, statSync } from "node:fs";
import type { Transaction } from "@prisma/driver-adapter-utils";
import { Problem } from "#lib/contract/problem.ts";
import { logger } from "#lib/observability/logger.ts";
import { outcomeUnknown } from "./errors.ts";

/*
 * SQLite keeps using its open files even if they are removed or replaced. Commits to such files are
 * lost with the process, so they are not acknowledged.
 */

const LOOK_AGAIN_MS = 1_000;
const REFUSAL =
  "the database file was removed or replaced. Nothing is read or written; see the server's log for what to do";

/** The files of an open database, to check that they are still in place. */
export type OpenFiles = {
  /** A Problem "unavailable" unless all files are the opened ones. */
  assertInPlace(): void;
  /** The same, checked at most once a second. */
  assertSeenInPlace(): void;
};

/** Records the files, right after SQLite has opened them with a write-ahead log. */
export function openFiles(path: string): OpenFiles {
  // SQLite names the log after the target of a link.
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
 * The same transaction, which is rolled back if the files are not in place before the commit. If
 * they are not right after it, its outcome is unknown: they may yet be put back.
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
          // A transaction left open by a failed COMMIT would block other processes until the next write.
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

/** Device and inode of the file with this name; an error code if it cannot be read. */
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
    : "Stop the server with SIGTERM, which saves its data, and start it again.";
  return `${name} ${state} while the server uses it. Nothing is read or written until it is back. ${remedy}`;
}

function report(fault: string | undefined, path: string): void {
  if (fault === undefined) logger().warn(`${path} is back: the server continues.`);
  else logger().error(fault);
}
