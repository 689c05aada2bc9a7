import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { type Database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { openForm, signInByForm } from "#lib/dev/testing/auth.ts";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { markTokensUsed, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";

const from = inject("testDatabases");

let url: string;
let database: Database;
let team: Team;
let log: string[];
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  log = captureLog();
  useTestSettings();
  ({ url, database } = await freshDatabase());
  team = await seedTeam();
  await markTokensUsed();
});
afterEach(() => void vi.useRealTimers());

const ready = () => callApi("GET", "/api/health/ready");
const onWriter = (sql: string) => database.write((tx) => tx.$queryRawUnsafe(sql));

async function reopen(): Promise<void> {
  database = await openAgain(url);
  useDatabase(database);
}

async function readOnlyByDefault(value: "on" | "off"): Promise<void> {
  if (from.kind !== "postgresql") throw new Error("not on this database");
  const name = new URL(url).pathname.slice(1);
  const sql = `ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`;
  await runOnServer(from.adminUrl, sql);
  // A session keeps the value it started with.
  await reopen();
}

type Fault = { name: string; begin: () => Promise<unknown>; end: () => Promise<unknown> };

/** States in which the database itself refuses writes. */
const FAULTS: Record<typeof from.kind, [Fault, ...Fault[]]> = {
  sqlite: [
    { name: "read-only", begin: () => onWriter("PRAGMA query_only = ON"), end: reopen },
    { name: "full", begin: () => onWriter("PRAGMA max_page_count = 1"), end: reopen },
  ],
  postgresql: [
    {
      name: "read-only",
      begin: () => readOnlyByDefault("on"),
      end: () => readOnlyByDefault("off"),
    },
  ],
};

/** Writes that soon need new pages. */
function writes(): (() => Promise<{ status: number }>)[] {
  const { token } = team.admin;
  const user = { role: "user", auto_groups: [], is_service_user: true, name: "x".repeat(200) };
  const days = { name: "t".repeat(100), expires_in: 30 };
  return [
    () => callApi("POST", "/api/groups", { token, body: { name: `g${Math.random()}` } }),
    () => callApi("POST", "/api/users", { token, body: user }),
    () => callApi("POST", `/api/users/${team.admin.id}/tokens`, { token, body: days }),
  ];
}

test.each(FAULTS[from.kind])(
  "writes to a database that is $name are 503, never 500, and reads still work",
  async ({ begin, end }) => {
    const form = await openForm();
    await begin();
    // The last pages still have room for some rows.
    await expect
      .poll(
        async () => {
          const answers = await Promise.all(writes().map((write) => write()));
          return answers.map(({ status }) => status).filter((status) => status !== 200);
        },
        { timeout: 50_000, interval: 1 },
      )
      .toEqual([503, 503, 503]);
    // A session may still have room as well.
    await expect
      .poll(async () => (await signInByForm(team.person.email, form.cookie)).status, {
        interval: 1,
      })
      .toBe(503);
    expect((await callApi("GET", "/api/users", { token: team.admin.token })).status).toBe(200);
    expect(log.filter((line) => line.includes("unexpected error"))).toEqual([]);
    await end();
    const after = await Promise.all(writes().map((write) => write()));
    expect(after.map(({ status }) => status)).toEqual([200, 200, 200]);
  },
);

test("ready only while the database is writable, which is checked at most every 5 seconds", async () => {
  const [{ begin, end }] = FAULTS[from.kind];
  const first = await Promise.all(Array.from({ length: 20 }, ready));
  expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
  const tried = await database.read.writeProbe.findMany();
  expect(tried).toHaveLength(1);
  vi.advanceTimersByTime(4_900);
  await ready();
  expect(await database.read.writeProbe.findMany()).toEqual(tried);

  await begin();
  vi.advanceTimersByTime(200);
  const body = { message: "the database cannot be written", code: 503 };
  expect(await ready()).toMatchObject({ status: 503, body });
  expect(await callApi("GET", "/api/health")).toMatchObject({ status: 503, body });
  expect((await callApi("GET", "/api/health/live")).status).toBe(200);
  await end();
  vi.advanceTimersByTime(5_100);
  expect(await ready()).toMatchObject({ status: 200, body: { status: "ok", database: "ok" } });
  expect(await database.read.writeProbe.findMany()).not.toEqual(tried);
  const said = log.map((line) => JSON.parse(line).msg).filter((text) => /ready/.test(text));
  expect(said).toEqual([
    "not ready: the database is unwritable",
    "ready again: the database can be written",
  ]);
});
