import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { databaseName } from "#lib/config/account-marker.ts";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { joinDatabase } from "#lib/db/presence.ts";
import { databasePath } from "#lib/db/sqlite-connection.ts";
import { modelTables } from "#lib/db/store/tables.ts";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { fill } from "#lib/dev/testing/migrations.ts";
import { newSqlite } from "#lib/dev/testing/store-copies.ts";

const tables = modelTables().length;
/** Of a filled database. */
const rows = 2 * tables;

const SCRIPT = join(repositoryRoot(), "lib/cli/admin.ts");

type Ended = { code: number; out: string; err: string };

/** Runs the command like an operator. */
function migrateStore(from: string, to: string, given: Record<string, string>): Promise<Ended> {
  const args = [SCRIPT, "migrate-store", "--from", from, `--to=${to}`];
  const env = { ...process.env, ...given };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test("copies with the password of PGPASSWORD, prints what to set, and never the password", async () => {
  const from = await newSqlite();
  await fill(from);
  const secret = join(dirname(databasePath(from)), "secret");
  writeFileSync(secret, "s");
  const to = await freshDatabaseUrl("empty");
  const { password } = new URL(to);
  const address = to.replace(`:${password}@`, "@");
  const first = await migrateStore(from, address, { PGPASSWORD: password, NEXTAUTH_SECRET: "" });
  expect([first.code, first.out]).toEqual([
    0,
    expect.stringMatching(
      new RegExp(
        `^Account: 2, SHA-256 [0-9a-f]{64}\n.*\nVerified: ${rows} rows in ${tables} tables`,
        "s",
      ),
    ),
  ]);
  const steps = first.out.trimEnd().split("\n").slice(-2);
  expect(steps).toEqual([
    `Set DATABASE_URL to ${databaseName(to)} with its user and password, then start Roost.`,
    `Copy ${secret} to ${join(repositoryRoot(), "data", "secret")}, or set NEXTAUTH_SECRET to its content; else all users sign in again.`,
  ]);
  expect(first.err).toMatch(
    new RegExp(`^Checking: 0 of ${rows}\n.*\nVerifying: ${rows} of ${rows} \\(100 %\\)\n$`, "s"),
  );
  const again = await migrateStore(from, to, { NEXTAUTH_SECRET: "x".repeat(40) });
  expect(again.out).toContain("Keep NEXTAUTH_SECRET: sessions stay valid with it.\n");
  expect(`${JSON.stringify([first, again])}`).not.toContain(password);
});

test("a server on the source is refused in one line", async () => {
  const from = await newSqlite();
  const server = await joinDatabase(from);
  const ended = await migrateStore(from, await freshDatabaseUrl("empty"), {});
  await server.leave();
  const err = "A server or another command uses the database roost.db. Stop it first.\n";
  expect(ended).toEqual({ code: 1, out: "", err });
});

test("a wrong address, and a server that does not answer, are refused in one line without the password", async () => {
  const from = await newSqlite();
  const wrong = await migrateStore(from, "postgresql://a:p@ss@h/d", {});
  expect([wrong.code, wrong.err]).toEqual([
    1,
    "--to has the character @ in its user or password; write it as %40\n",
  ]);
  const closed = await migrateStore(from, "postgresql://a:word@127.0.0.1:1/d", {});
  expect([closed.code, closed.err]).toEqual([
    1,
    expect.stringMatching(/^The database cannot be reached: [^\n]+\n$/),
  ]);
  expect(closed.err).not.toContain("word");
});
