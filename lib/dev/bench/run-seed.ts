import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SeedOptions } from "../seed/options.ts";

/** Fills a database as `npm run seed` does, without its output. */
export async function runSeed(databaseUrl: string, wanted: SeedOptions): Promise<void> {
  const { serviceUsers, tokens, usable, out, add } = wanted;
  const args = [
    `--service-users=${serviceUsers}`,
    `--tokens=${tokens}`,
    `--usable=${usable}`,
    `--out=${out}`,
    ...(add ? ["--add"] : []),
  ];
  const program = join(import.meta.dirname, "../seed.ts");
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error("the database could not be filled");
}
