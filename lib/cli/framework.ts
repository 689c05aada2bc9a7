import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import { useBuiltConfiguration } from "#lib/config/process-mode.ts";
import type { Handle } from "#lib/http/server/door.ts";
import { Refusal } from "./refusal.ts";

/** The folder of this program: a checkout or a copied standalone build. */
export const PROGRAM_FOLDER = join(import.meta.dirname, "../..");

/** Refuses to start without a complete build; the framework itself would fail at some request. */
export function assertBuilt(): void {
  const files = ["BUILD_ID", "required-server-files.json"];
  if (files.every((file) => existsSync(join(PROGRAM_FOLDER, ".next", file)))) return;
  throw new Refusal("There is no build here yet: run npm start, which makes one.");
}

export type Framework = {
  handle: Handle;
  close: () => Promise<void>;
};

type Options = { development: boolean; host: string; port: number };

function configure(): void {
  const manifest = join(PROGRAM_FOLDER, ".next/required-server-files.json");
  useBuiltConfiguration(JSON.parse(readFileSync(manifest, "utf8")).config);
}

/** Loads the web framework. Its current directory must be the program's folder, as in its build. */
export async function loadFramework({ development, host, port }: Options): Promise<Framework> {
  process.chdir(PROGRAM_FOLDER);
  if (!development) configure();
  const app = next({
    dir: PROGRAM_FOLDER,
    dev: development,
    hostname: host,
    port,
    // It answers upgrades on the server given here: in production on one that nobody can reach.
    ...(development ? {} : { httpServer: createServer() }),
  });
  await app.prepare();
  return { handle: app.getRequestHandler(), close: () => app.close() };
}
