import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { BENCH_SECRET, runSeed } from "../bench/run-seed.ts";
import { type BenchServer, startBenchServer } from "../bench/servers.ts";
import type { SeedSize } from "../seed/options.ts";
import { Client } from "./client.ts";

/** `fresh` are unused tokens. */
export type SizedServer = { server: BenchServer; client: Client; fresh: string[] };

const FRESH = 40;

/** Fills a database unless its tokens are known, starts the production server on it and finds a token that may write. */
export async function startSizedServer(
  databaseUrl: string,
  size: SeedSize,
  tokensFile: string,
): Promise<SizedServer> {
  if (!existsSync(tokensFile)) await runSeed(databaseUrl, { ...size, out: tokensFile, add: false });
  const server = await startBenchServer("lib/cli/start.ts", {
    cwd: repositoryRoot(),
    health: "/api/health/ready",
    env: {
      DATABASE_URL: databaseUrl,
      NEXTAUTH_SECRET: BENCH_SECRET,
      API_RATE_LIMIT_RPM: "0",
      LOG_LEVEL: "warn",
    },
  });
  try {
    const tokens = (await readFile(tokensFile, "utf8")).trim().split("\n");
    const fresh = tokens.splice(-FRESH);
    return { server, client: await clientThatWrites(server.url, tokens), fresh };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function clientThatWrites(url: string, tokens: string[]): Promise<Client> {
  for (const token of tokens) {
    const client = new Client(url, token);
    const body = { name: "writer", role: "user", is_service_user: true, auto_groups: [] };
    const { status } = await client.call({ method: "POST", path: "/api/users", body });
    if (status === 200) return client;
    client.close();
  }
  throw new Error("none of the usable tokens may write");
}
