import { join } from "node:path";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { compare, type Figures, printFigures, type Target } from "./compare.ts";
import { say } from "./print.ts";
import { startBenchServer } from "./servers.ts";
import { startBenchTeam } from "./team.ts";
import { startUpstream } from "./upstream.ts";

const BARE = "bare proxy: node:http and Pool.stream of undici";
const ROOST = "SQLite: GET /api/peers, forwarded";
const MOST_CPU = 2.5;
const MOST_P99 = 3;

/** Compares a forwarded GET of 8 KB with a bare proxy to the same server, and prints the ratios. */
export async function measureForwarding(
  folder: string,
  rounds: Parameters<typeof compare>[1],
): Promise<void> {
  const root = repositoryRoot();
  const program = (name: string) => join(import.meta.dirname, name);
  const started: { stop: () => Promise<void> }[] = [];
  try {
    const netbird = await startUpstream();
    started.push(netbird);
    const env = { NETBIRD_URL: netbird.url, NETBIRD_TOKEN: netbird.token };
    const bare = await startBenchServer(program("bare-proxy-server.ts"), {
      ...{ cwd: root, health: "/api/peers", env },
    });
    started.push(bare);
    const DATABASE_URL = `file:${join(folder, "forwarding", "roost.db")}`;
    const team = await startBenchTeam("SQLite", { DATABASE_URL, ...env });
    started.push(team);
    const headers = { authorization: `Token ${team.token}` };
    const targets = [
      { name: BARE, url: `${bare.url}/api/peers`, pid: bare.pid },
      { name: ROOST, url: `${team.url}/api/peers`, pid: team.pid, headers },
    ];
    const [one, other] = await Promise.all(targets.map(bodyOf));
    if (one !== other) throw new Error("the two servers answer differently");
    printRatios(await compare(targets, rounds));
  } finally {
    for (const { stop } of started.reverse()) await stop();
  }
}

const bodyOf = async ({ url, headers = {} }: Target) => (await fetch(url, { headers })).text();

function printRatios(figures: ReadonlyMap<string, Figures>): void {
  const [bare, roost] = [figures.get(BARE), figures.get(ROOST)];
  if (bare === undefined || roost === undefined) throw new Error("a server was not measured");
  printFigures(figures, bare);
  const [cpu, p99] = [roost.cpuMs / bare.cpuMs, roost.p99 / bare.p99];
  say(`CPU of the bare proxy × ${cpu.toFixed(2)}, at most ${MOST_CPU}`);
  say(`p99 of the bare proxy × ${p99.toFixed(2)}, at most ${MOST_P99}`);
  if (cpu > MOST_CPU || p99 > MOST_P99) process.exitCode = 1;
}
