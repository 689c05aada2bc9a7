import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import type { SeedOptions } from "../seed/options.ts";

/** With a secret of its own, a benchmark on PostgreSQL leaves nothing in the checkout's data folder. */
export const BENCH_SECRET = randomBytes(32).toString("base64url");

/** Fills a database like `npm run seed`, without its output. */
export async function runSeed(databaseUrl: string, wanted: SeedOptions): Promise<void> {
  const { serviceUsers, tokens, usable, events, out, add } = wanted;
  const args = [
    `--service-users=${serviceUsers}`,
    `--tokens=${tokens}`,
    `--usable=${usable}`,
    `--events=${events}`,
    `--out=${out}`,
    ...(add ? ["--add"] : []),
  ];
  const program = join(import.meta.dirname, "../seed.ts");
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DATABASE_URL: databaseUrl, NEXTAUTH_SECRET: BENCH_SECRET },
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error("the database could not be filled");
}
