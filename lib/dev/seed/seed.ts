import { type FileHandle, open, rm } from "node:fs/promises";
import { CommandError } from "#lib/cli/command-error.ts";
import { withProgress } from "#lib/cli/progress.ts";
import { fill } from "./fill.ts";
import { fillEvents } from "./fill-events.ts";
import type { SeedOptions } from "./options.ts";
import { planSeed } from "./plan.ts";
import { assertUnused, ensureOwner, prepareGroups, prepareTokens } from "./prepare.ts";

/**
 * Fills the process's database with service users, tokens and their audit events. Usable tokens are
 * written to a file that only its owner may read, one per line, once they are in the database: an
 * interrupted run leaves no token in the file that does not exist.
 */
export async function seed(options: SeedOptions, say: (line: string) => void): Promise<void> {
  if (!options.add) await assertUnused();
  const file = options.usable > 0 ? await createFile(options.out) : undefined;
  try {
    const owner = await ensureOwner();
    if (owner) say(`Created the owner: sign in as ${owner.email} with ${owner.password}`);
    await makeAll(options, file);
  } catch (error) {
    if (file !== undefined && (await file.stat()).size === 0) await rm(options.out);
    throw error;
  } finally {
    await file?.close();
  }
  say(`Created ${options.serviceUsers} service users and ${options.tokens} tokens.`);
  if (file) say(`The ${options.usable} usable tokens are in ${options.out}`);
}

/** Never overwrites a file: it may be the only copy of other tokens. */
async function createFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "wx", 0o600);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    const why = code === "EEXIST" ? "it exists already; choose another with --out" : `${code}`;
    throw new CommandError(`${path} cannot be created: ${why}`);
  }
}

async function makeAll(options: SeedOptions, file: FileHandle | undefined): Promise<void> {
  const { groupIds, numbersUsed } = await prepareGroups();
  const planned = planSeed(options, new Date(), numbersUsed);
  await withProgress("Writing users and tokens", planned.length, (done) =>
    fill({
      planned,
      usable: prepareTokens(options.usable),
      groupIds,
      async committed(rows, texts) {
        await file?.appendFile(texts.map((text) => `${text}\n`).join(""));
        done(rows);
      },
    }),
  );
  if (options.events === 0) return;
  await withProgress("Writing audit events", options.events, (done) =>
    fillEvents(options.events, new Date(), done),
  );
}
