import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/* What belongs to one test file ends with it: the next file of the worker finds the modules loaded. */

type Cleanup = () => Promise<unknown> | unknown;

const cleanups: Cleanup[] = [];

/** Runs after the last hook of the test file, in reverse order. */
export function atFileEnd(cleanup: Cleanup): void {
  cleanups.push(cleanup);
}

/** Returns one value within a test file, made at the first call. */
export function oncePerFile<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    if (made === undefined) {
      made = { value: make() };
      atFileEnd(() => {
        made = undefined;
      });
    }
    return made.value;
  };
}

/** Returns a folder of the test file, made at the first call and removed with the file. */
export function temporaryFolder(prefix: string): () => string {
  return oncePerFile(() => {
    const folder = mkdtempSync(join(tmpdir(), prefix));
    atFileEnd(() => rmSync(folder, { recursive: true }));
    return folder;
  });
}

/** Runs all cleanups; throws the first error after the last one. */
export async function endFile(): Promise<void> {
  const failed: unknown[] = [];
  for (const cleanup of cleanups.splice(0).reverse()) {
    try {
      await cleanup();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}
