import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { useDatabase } from "#lib/db/database.ts";
import { migrate } from "#lib/db/migrations.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import type { ApiRequest } from "#lib/http/api-request.ts";
import { dispatch } from "#lib/http/dispatch.ts";
import { flushUses } from "#lib/services/usage/count-uses.ts";
import { seedAccount, useTestSettings } from "../testing/seed.ts";
import { seedMember } from "../testing/team.ts";
import { say } from "./print.ts";

const COUNT = 200;
const WARM_UP = 200;
/** The tokens of one user stay below the default limit. */
const TOKEN_OWNERS = 8;
const MEMORY = "/dev/shm";

type Create = (at: number) => Promise<void>;

/**
 * Measures the CPU time of a creation on the main thread, without bcrypt in its worker, above that
 * of a raw transaction which inserts the same rows; the disk wait of the latter; and the delay of
 * the event loop, which includes that wait, since SQLite commits on the main thread. Then the same
 * in memory, without disk wait. Runs the server's code in this process, without HTTP.
 */
export async function measureWrites(folder: string): Promise<void> {
  useTestSettings({ bcryptCost: 5 });
  await measureIn(folder, "on disk");
  const memory = await mkdtemp(join(MEMORY, "roost-bench-")).catch(() => undefined);
  if (memory === undefined) return;
  await measureIn(memory, "in memory");
  await rm(memory, { recursive: true });
}

async function measureIn(folder: string, where: string): Promise<void> {
  const path = join(folder, "writes.db");
  await migrate(`file:${path}`);
  const database = await openDatabase(`file:${path}`);
  useDatabase(database);
  const account = await seedAccount();
  const owner = await seedMember(account, { role: "owner" });
  const call = async (pathname: string, body: object) => {
    const answered = await dispatch(post(pathname, owner.token, body));
    if (answered.status !== 200) throw new Error(`POST ${pathname}: ${answered.body}`);
    return JSON.parse(`${answered.body}`);
  };
  const ids: string[] = [];
  const kind = { role: "user", is_service_user: true, auto_groups: [] };
  await report(`a service user ${where}`, path, async (at) => {
    ids.push((await call("/api/users", { ...kind, name: `ci-${at}` })).id);
  });
  await report(`a token ${where}`, path, (at) =>
    call(`/api/users/${ids[(at + WARM_UP) % TOKEN_OWNERS]}/tokens`, {
      ...{ name: `deploy-${at}`, expires_in: 30 },
    }),
  );
  await flushUses();
  await database.close();
}

function post(pathname: string, token: string, body: object): ApiRequest {
  const bytes = Buffer.from(JSON.stringify(body));
  return {
    ...{ method: "POST", pathname, search: "" },
    headers: new Headers({ authorization: `Token ${token}` }),
    origin: { address: "127.0.0.1", userAgent: "bench", requestId: "bench" },
    async *body() {
      yield bytes;
    },
    gone: () => new AbortController().signal,
  };
}

async function report(what: string, path: string, create: Create): Promise<void> {
  for (let at = -WARM_UP; at < 0; at += 1) await create(at);
  const before = `${path}.before ${what}`;
  copyOf(path, before);
  const ours = await timed(create);
  const rawCreate = rawCreation(path, before);
  const raw = await timed(rawCreate);
  const above = ms(ours.cpuMs - raw.cpuMs);
  const delay = await delayDuring((at) => create(COUNT + at));
  const rawDelay = await delayDuring(rawCreate);
  say(
    `creating ${what}: ${ms(ours.cpuMs)} ms of CPU, raw transaction ${ms(raw.cpuMs)}, above it ${above}; ` +
      `wall ${ms(ours.wallMs)} and ${ms(raw.wallMs)}, of which disk wait ${ms(raw.wallMs - raw.cpuMs)}; ` +
      `event-loop delay p99 ${delay} and ${rawDelay} ms`,
  );
}

const ms = (value: number) => value.toFixed(2);

/** The 99th percentile of the event loop's delay in milliseconds. Its timer costs CPU time, too. */
async function delayDuring(create: Create): Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await timed(create);
  delay.disable();
  return (delay.percentile(99) / 1e6).toFixed(1);
}

async function timed(create: Create): Promise<{ cpuMs: number; wallMs: number }> {
  const cpu = process.threadCpuUsage();
  const begun = performance.now();
  for (let at = 0; at < COUNT; at += 1) {
    await create(at);
    // A request of its own lets the event loop run, too.
    await setImmediate();
  }
  const { user, system } = process.threadCpuUsage(cpu);
  return { cpuMs: (user + system) / 1000 / COUNT, wallMs: (performance.now() - begun) / COUNT };
}

function copyOf(path: string, copy: string): void {
  const file = new Sqlite(path);
  file.prepare("VACUUM INTO ?").run(copy);
  file.close();
}

/**
 * One transaction for each creation, with its share of the rows that all of them inserted, into the
 * tables as they were before them. The rows are read first.
 */
function rawCreation(after: string, before: string): Create {
  const target = new Sqlite(before);
  target.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF");
  target.prepare("ATTACH ? AS after").run(after);
  const tables = target.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const inserts = tables.flatMap(({ name }) => {
    const added = `SELECT * FROM after."${name}" EXCEPT SELECT * FROM main."${name}"`;
    const rows = target.prepare(added).raw().all();
    const places = rows[0]?.map(() => "?").join(", ");
    if (places === undefined) return [];
    const insert = target.prepare(`INSERT OR REPLACE INTO main."${name}" VALUES (${places})`);
    return [{ insert, rows, share: rows.length / COUNT }];
  });
  target.exec("DETACH after");
  return async (at) => {
    target.exec("BEGIN IMMEDIATE");
    for (const { insert, rows, share } of inserts) {
      for (const row of rows.slice(Math.round(at * share), Math.round((at + 1) * share))) {
        insert.run(...row);
      }
    }
    target.exec("COMMIT");
  };
}
