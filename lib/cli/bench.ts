import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import autocannon from "autocannon";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { closeBcryptPool, hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { proveToken } from "#lib/crypto/proof.ts";
import { newTokenText } from "#lib/crypto/token-text.ts";

/*
 * What `npm run bench` prints: three servers side by side in rounds, so that a slow moment of the
 * machine meets all of them, then what a first verification costs.
 */

const ROUNDS = 3;
const ROUND_SECONDS = 3;
const CONNECTIONS = 10;
const COST = 10;
const COLD = 20;

type Target = { name: string; url: string; headers?: Record<string, string> };
type Figures = { perSecond: number; p50: number; p99: number };

const say = (line: string) => process.stdout.write(`${line}\n`);
const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function untilAnswers(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    if ((await fetch(url).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}

function start(port: number, args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: repositoryRoot(),
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PORT: String(port), ...env },
  });
}

const EMPTY_SERVER = `
  require("node:http").createServer((_, response) => response.end("ok"))
    .listen(Number(process.env.PORT), "127.0.0.1");`;

async function measure(target: Target): Promise<Figures> {
  const result = await autocannon({
    url: target.url,
    connections: CONNECTIONS,
    duration: ROUND_SECONDS,
    ...(target.headers ? { headers: target.headers } : {}),
  });
  if (result.non2xx > 0) throw new Error(`${target.name}: ${result.non2xx} failed requests`);
  const { p50, p99 } = result.latency;
  return { perSecond: result.requests.average, p50, p99 };
}

async function compare(targets: Target[]): Promise<void> {
  const all = new Map(targets.map(({ name }) => [name, [] as Figures[]]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const target of targets) all.get(target.name)?.push(await measure(target));
  }
  say(`${"".padEnd(46)}${"requests/s".padStart(12)}${"p50 ms".padStart(9)}${"p99 ms".padStart(9)}`);
  for (const [name, rounds] of all) {
    const of = (key: keyof Figures) => median(rounds.map((figures) => figures[key])).toFixed(0);
    say(
      `${name.padEnd(46)}${of("perSecond").padStart(12)}${of("p50").padStart(9)}${of("p99").padStart(9)}`,
    );
  }
}

/** First verifications in this process, by the code that the server runs. */
async function measureCold(): Promise<void> {
  const texts = Array.from({ length: COLD * 2 }, () => newTokenText("nbp_").text);
  const tokens: { text: string; hash: string }[] = [];
  for (const text of texts) tokens.push({ text, hash: await hashSecret(text, COST) });
  const times: number[] = [];
  for (const { text, hash } of tokens.slice(0, COLD)) {
    const begun = performance.now();
    await proveToken(text, hash, "token");
    times.push(performance.now() - begun);
  }
  say(`first verification, cost ${COST}: ${median(times).toFixed(0)} ms (median of ${COLD})`);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  await Promise.all(tokens.slice(COLD).map(({ text, hash }) => proveToken(text, hash, "token")));
  const total = performance.now() - begun;
  delay.disable();
  const p99 = (delay.percentile(99) / 1e6).toFixed(1);
  say(`${COLD} at once: ${total.toFixed(0)} ms in all, event-loop delay p99 ${p99} ms`);
  await closeBcryptPool();
}

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
const [bare, roost] = [await freePort(), await freePort()];
const children = [
  start(bare, ["-e", EMPTY_SERVER]),
  start(roost, ["lib/cli/start.ts"], {
    DATABASE_URL: `file:${join(folder, "roost.db")}`,
    NB_SETUP_PAT_ENABLED: "true",
    API_RATE_LIMIT_RPM: "0",
    LOG_LEVEL: "warn",
  }),
];
try {
  const urls = { bare: `http://127.0.0.1:${bare}`, roost: `http://127.0.0.1:${roost}` };
  await untilAnswers(urls.bare);
  await untilAnswers(`${urls.roost}/api/health`);
  const authorization = `Token ${await setUp(urls.roost)}`;
  say(`${CONNECTIONS} connections, median of ${ROUNDS} rounds of ${ROUND_SECONDS} s\n`);
  await compare([
    { name: "an empty node:http server", url: urls.bare },
    { name: "GET /api/health/live (Next, no database)", url: `${urls.roost}/api/health/live` },
    {
      name: "GET /api/users with a warm token",
      url: `${urls.roost}/api/users`,
      headers: { authorization },
    },
  ]);
  say("");
  await measureCold();
} finally {
  for (const child of children) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await rm(folder, { recursive: true, force: true });
}
