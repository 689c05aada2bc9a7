import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { compare, printFigures, type Target } from "./bench/compare.ts";
import { buildEmptyApp } from "./bench/empty-app.ts";
import { measureFirstVerifications } from "./bench/first-verification.ts";
import { drawFlameGraph } from "./bench/flame-graph.ts";
import { measureFloods } from "./bench/floods.ts";
import { measureForwarding } from "./bench/forwarding.ts";
import { say } from "./bench/print.ts";
import { misses } from "./bench/recorded.ts";
import { startBenchServer } from "./bench/servers.ts";
import { startBenchTeam } from "./bench/team.ts";
import { measureWrites } from "./bench/writes.ts";
import { startPostgresql } from "./testing/postgresql.ts";

/*
 * `npm run bench`: compares requests of Roost on both databases with a bare server on the same
 * machine at the same time; measures floods, first verifications and creations. With `--quick`, as in `npm test`:
 * one round of the requests on SQLite. With `--forwarding`: only compares forwarded requests with a
 * bare proxy. With `--flame-graph=<file>`: only draws one. Exits with code 1 below half of a recorded ratio.
 */

const flameGraph = process.argv.find((arg) => arg.startsWith("--flame-graph="))?.slice(14);
const quick = process.argv.includes("--quick");
const ROUNDS = quick ? { count: 1, seconds: 2 } : { count: 3, seconds: 4 };

const root = repositoryRoot();
const inBench = (name: string) => join(import.meta.dirname, "bench", name);
const folder = await mkdtemp(join(tmpdir(), "roost-bench-"));
const stops: (() => Promise<void>)[] = [];

const BARE = "bare: node:http, one prepared read, SHA-256";

async function startOther(
  name: string,
  ...given: Parameters<typeof startBenchServer>
): Promise<Target> {
  const { url, pid, stop } = await startBenchServer(...given);
  stops.push(stop);
  return { name, url, pid };
}

async function startTeam(name: string, databaseUrl: string) {
  const team = await startBenchTeam(name, { DATABASE_URL: databaseUrl });
  stops.push(team.stop);
  return team;
}

/** The targets, the bare server first, and the team on SQLite. */
async function startTargets() {
  const sqliteUrl = `file:${join(folder, "sqlite", "roost.db")}`;
  const bareEnv = { BARE_DATABASE: join(folder, "bare.db") };
  const bare = await startOther(BARE, inBench("bare-server.ts"), {
    ...{ cwd: root, health: "/", env: bareEnv },
  });
  const sqlite = await startTeam("SQLite", sqliteUrl);
  const authorization = `Token ${sqlite.token}`;
  const verification = await startOther(
    "SQLite: verification without a body",
    inBench("verification-server.ts"),
    { cwd: root, health: "/", env: { DATABASE_URL: sqliteUrl } },
  );
  const targets: Target[] = [
    { ...bare, headers: { authorization: "Token 4711" } },
    { ...verification, headers: { authorization } },
    ...sqlite.targets,
    ...(quick ? [] : [...(await startPostgresqlTeam()), await startEmptyApp()]),
  ];
  return { targets, sqlite };
}

async function startPostgresqlTeam(): Promise<Target[]> {
  const server = await startPostgresql();
  stops.unshift(() => server.stop());
  const { targets } = await startTeam("PostgreSQL", server.url("postgres"));
  return targets.filter(({ name }) => !name.includes("health"));
}

function startEmptyApp(): Promise<Target> {
  say("Building an empty Next application for comparison …");
  const cwd = buildEmptyApp(root);
  return startOther("an empty route of Next", inBench("empty-app-server.ts"), { cwd, health: "/" });
}

async function measure(): Promise<void> {
  const { targets, sqlite } = await startTargets();
  const figures = await compare(targets, ROUNDS);
  const bare = figures.get(BARE);
  if (bare === undefined) throw new Error("the bare server was not measured");
  printFigures(figures, bare);
  const missed = misses(figures, bare);
  for (const line of missed) say(line);
  if (missed.length > 0) process.exitCode = 1;
  if (quick) return;
  say("");
  await measureFloods(sqlite);
  say("");
  await measureFirstVerifications();
  await measureWrites(folder);
  say("");
  await measureForwarding(folder, ROUNDS);
}

const measureAll = () =>
  process.argv.includes("--forwarding") ? measureForwarding(folder, ROUNDS) : measure();

try {
  if (flameGraph === undefined) await measureAll();
  else await drawFlameGraph(folder, flameGraph, "/api/users/current");
} finally {
  for (const stop of stops.reverse()) await stop();
  await rm(folder, { recursive: true, force: true });
}
