import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { compare } from "./bench/compare.ts";
import { buildEmptyApp } from "./bench/empty-app.ts";
import { measureFirstVerifications } from "./bench/first-verification.ts";
import { say } from "./bench/print.ts";
import { type BenchServer, startBenchServer } from "./bench/servers.ts";

/*
 * `npm run bench`: compares Node's server, Next's server and Roost, so that the differences are
 * the cost of Next and of our request handler and pipeline; then measures a first verification.
 */

const root = repositoryRoot();
const inBench = (name: string) => join(import.meta.dirname, "bench", name);

async function setUp(url: string): Promise<string> {
  const owner = { name: "Bench", email: "bench@example.test", password: crypto.randomUUID() };
  const response = await fetch(`${url}/api/setup`, {
    method: "POST",
    body: JSON.stringify({ ...owner, create_pat: true }),
  });
  const { personal_access_token: token } = await response.json();
  return token;
}

const folder = await mkdtemp(join(tmpdir(), "roost-bench-"));
const servers: BenchServer[] = [];
const start = async (...given: Parameters<typeof startBenchServer>) => {
  const server = await startBenchServer(...given);
  servers.push(server);
  return server.url;
};
try {
  say("Building an empty Next application for comparison …");
  const emptyApp = buildEmptyApp(root);
  const bare = await start(inBench("empty-server.ts"), { cwd: root, health: "/" });
  const next = await start(inBench("empty-app-server.ts"), { cwd: emptyApp, health: "/" });
  const roost = await start("lib/cli/start.ts", {
    cwd: root,
    health: "/api/health/ready",
    env: {
      DATABASE_URL: `file:${join(folder, "roost.db")}`,
      NB_SETUP_PAT_ENABLED: "true",
      API_RATE_LIMIT_RPM: "0",
      LOG_LEVEL: "warn",
    },
  });
  const authorization = `Token ${await setUp(roost)}`;
  await compare([
    { name: "an empty node:http server", url: bare },
    { name: "an empty Next route", url: next },
    {
      name: "GET /api/health/live (our request handler, no database)",
      url: `${roost}/api/health/live`,
    },
    {
      name: "GET /api/users with a warm token",
      url: `${roost}/api/users`,
      headers: { authorization },
    },
  ]);
  say("");
  await measureFirstVerifications();
} finally {
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true, force: true });
}
