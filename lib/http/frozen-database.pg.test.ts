import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Database, useDatabase } from "#lib/db/database.ts";
import { migrate } from "#lib/db/migrations.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { type PostgresqlServer, startPostgresql } from "#lib/dev/testing/postgresql.ts";
import { markTokensUsed, seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { settlesWithin } from "#lib/dev/testing/within.ts";

/*
 * A real PostgreSQL with all its processes stopped: connections stay open and get no answer. It has
 * its own server, since other tests would hang with it.
 */

let server: PostgresqlServer;
let database: Database;
let team: Team;

beforeAll(async () => {
  captureLog();
  useTestSettings();
  server = await startPostgresql();
  await migrate(server.url("postgres"));
  database = await openDatabase(server.url("postgres"));
  useDatabase(database);
  team = await seedTeam();
  await markTokensUsed();
});
afterEach(() => server.thaw());
afterAll(async () => {
  await database.close();
  await server.stop();
});

const create = (name: string) =>
  callApi("POST", "/api/groups", {
    token: team.admin.token,
    body: { name },
    headers: { "idempotency-key": name },
  });

async function timed<T>(work: Promise<T>, ms: number): Promise<{ result: T; inTime: boolean }> {
  const inTime = await settlesWithin(work, ms);
  return { result: await work, inTime };
}

const READ_MS = 11_500;
const WRITE_MS = 16_500;

test("a frozen database makes reads 503 within 10 s and writes within 15 s, and an unsent commit is never applied", async () => {
  // Warm: every token is verified and every connection open.
  await Promise.all(
    Array.from({ length: 12 }, () => callApi("GET", "/api/users", { token: team.owner.token })),
  );
  await callApi("GET", "/api/users", { token: team.admin.token });
  const { cookie } = await seedSession(team.owner.id);

  // Under load: some writes are in progress when the database stops.
  const during = Array.from({ length: 20 }, (_, at) => timed(create(`during-${at}`), WRITE_MS));
  await Promise.race(during);
  server.freeze();
  const reads = Array.from({ length: 24 }, (_, at) =>
    timed(
      callApi("GET", "/api/groups", at % 2 ? { cookie } : { token: team.owner.token }),
      READ_MS,
    ),
  );
  const direct = Array.from({ length: 8 }, (_, at) =>
    timed(
      database
        .write((tx) => tx.$executeRaw`UPDATE "Account" SET "createdBy" = ${`direct ${at}`}`)
        .catch((error: unknown) => error),
      WRITE_MS,
    ),
  );
  for (const { result, inTime } of await Promise.all(reads)) {
    expect([result.status, inTime]).toEqual([503, true]);
  }
  const writes = await Promise.all(during);
  for (const { result, inTime } of writes) {
    expect([200, 503]).toContain(result.status);
    expect(inTime).toBe(true);
  }
  for (const { inTime } of await Promise.all(direct)) expect(inTime).toBe(true);
  server.thaw();

  // The server completes what it received; then nothing is in progress.
  await expect
    .poll(() =>
      database.read.$queryRaw`
      SELECT pid FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()`.catch(
        () => ["none"],
      ),
    )
    .toEqual([]);
  const names = new Set((await database.read.group.findMany()).map(({ name }) => name));
  for (const [at, { result }] of writes.entries()) {
    const made = names.has(`during-${at}`);
    const unknown = /outcome is unknown/.test(result.body.message);
    if (!unknown) expect({ at, made }).toEqual({ at, made: result.status === 200 });
    const again = await create(`during-${at}`);
    expect(again.status).toBe(made ? 409 : 200);
  }
  const account = await database.read.account.findFirstOrThrow();
  expect(account.createdBy).not.toMatch(/^direct/);
}, 120_000);
