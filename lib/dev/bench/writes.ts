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
const WARM_UP = 40;

type Create = (at: number) => Promise<void>;

/**
 * Measures the CPU time of a creation on the main thread, without bcrypt in its worker, above that
 * of a raw transaction which inserts the same rows; and the delay of the event loop in the meantime.
 * Runs the server's code in this process, without HTTP.
 */
export async function measureWrites(folder: string): Promise<void> {
  const path = join(folder, "writes.db");
  useTestSettings({ bcryptCost: 5 });
  await migrate(`file:${path}`);
  const database = await openDatabase(`file:${path}`);
  useDatabase(database);
  const account = await seedAccount({ accessTokenMaxPerUser: 10 * COUNT });
  const owner = await seedMember(account, { role: "owner" });
  const call = async (pathname: string, body: object) => {
    const answered = await dispatch(post(pathname, owner.token, body));
    if (answered.status !== 200) throw new Error(`POST ${pathname}: ${answered.body}`);
  };
  const kind = { role: "user", is_service_user: true, auto_groups: [] };
  await report("a service user", path, (at) => call("/api/users", { ...kind, name: `ci-${at}` }));
  await report("a token", path, (at) =>
    call(`/api/users/${owner.id}/tokens`, { name: `deploy-${at}`, expires_in: 30 }),
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
  };
}

async function report(what: string, path: string, create: Create): Promise<void> {
  for (let at = 0; at < WARM_UP; at += 1) await create(-at - 1);
  const before = `${path}.before ${what}`;
  copyOf(path, before);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const ours = await timed(create);
  delay.disable();
  const raw = await timed(rawCreation(path, before));
  const p99 = (delay.percentile(99) / 1e6).toFixed(1);
  const above = (ours.cpuMs - raw.cpuMs).toFixed(2);
  say(
    `creating ${what}: ${ours.cpuMs.toFixed(2)} ms of CPU, raw transaction ${raw.cpuMs.toFixed(2)}, ` +
      `above it ${above}; wall ${ours.wallMs.toFixed(1)} and ${raw.wallMs.toFixed(1)} ms; ` +
      `event-loop delay p99 ${p99}, longest ${(delay.max / 1e6).toFixed(1)} ms`,
  );
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
