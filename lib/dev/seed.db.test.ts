import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { guessAt } from "#lib/dev/testing/brute-force.ts";
import { freshDatabase, freshDatabaseUrl, openAgain } from "#lib/dev/testing/database.ts";
import { runProgramOn } from "#lib/dev/testing/run-program.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";

const folder = mkdtempSync(join(tmpdir(), "roost-seed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PROGRAM = join(import.meta.dirname, "seed.ts");
const SIZE = ["--service-users=60", "--tokens=1500", "--usable=12"];
let files = 0;

async function runSeed(url: string, args: string[] = SIZE, out = join(folder, `${++files}.txt`)) {
  return { ...(await runProgramOn(url, PROGRAM, [...args, "--out", out])), out };
}

let url: string;
let first: Awaited<ReturnType<typeof runSeed>>;
beforeAll(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  first = await runSeed(url);
});

const tokensIn = (file: string) => readFileSync(file, "utf8").trim().split("\n");
const counts = async () => ({
  users: await database().read.user.count({ where: { isServiceUser: true } }),
  people: await database().read.user.count({ where: { isServiceUser: false } }),
  tokens: await database().read.token.count(),
});

test("fills an empty database with an account, an owner with a printed password to change, and the requested rows", async () => {
  expect(first.code).toBe(0);
  expect(await counts()).toEqual({ users: 60, people: 1, tokens: 1500 });
  const owner = await database().read.user.findFirstOrThrow({ where: { role: "owner" } });
  expect(owner.passwordGeneratedAt).not.toBeNull();
  expect(first.output).toMatch(/Created the owner: sign in as owner@example\.test with \S{16}\n/);
});

test("the usable tokens, and only they, are in a file readable by its owner, and work", async () => {
  expect(statSync(first.out).mode & 0o777).toBe(0o600);
  const tokens = tokensIn(first.out);
  expect(tokens).toHaveLength(12);
  for (const token of tokens) {
    // Every role may read this.
    const { status, body } = await callApi("GET", "/api/users", { token });
    const current = body.filter(({ is_current }: { is_current: boolean }) => is_current);
    expect([status, current]).toMatchObject([200, [{ is_service_user: true }]]);
  }
});

test("no other token is usable, and no token matches its hash", async () => {
  const usable = tokensIn(first.out).map((token) => token.slice(4, 14));
  const others = await database().read.tokenSecret.findMany({
    where: { publicId: { notIn: usable } },
    select: { publicId: true, hash: true },
  });
  expect(others).toHaveLength(1500 - 12);
  for (const { hash } of others) expect(hash).toMatch(/^\$2b\$04\$.{52}\/$/);
  for (const { publicId } of others.slice(0, 5)) {
    const answer = await callApi("GET", "/api/users", { token: guessAt(publicId) });
    expect(answer.status).toBe(401);
  }
});

test("every creation has an audit event by the owner at its time", async () => {
  const { read } = database();
  const owner = await read.user.findFirstOrThrow({ where: { role: "owner" } });
  const users = await read.user.findMany({ where: { isServiceUser: true } });
  const tokens = await read.token.findMany();
  const groups = await read.group.findMany({ where: { name: { not: "All" } } });
  // Uses of a token in another test add events at any time.
  const where = { activityCode: { not: "personal.access.token.first_use" } };
  const events = await read.auditEvent.findMany({ where, orderBy: { id: "asc" } });
  const found = events.map(({ activityCode, targetId, timestamp, initiatorId, meta }) => {
    const { target_token_id } = meta as Record<string, string>;
    const what = target_token_id ?? targetId;
    return activityCode === "account.create"
      ? "account"
      : `${activityCode} ${what} ${timestamp.getTime()} ${initiatorId}`;
  });
  const made = (code: string) => (row: { id: string; createdAt: Date }) =>
    `${code} ${row.id} ${row.createdAt.getTime()} ${owner.id}`;
  expect(found.sort()).toEqual(
    [
      "account",
      ...groups.map(made("group.add")),
      ...users.map(made("service.user.create")),
      ...tokens.map(made("personal.access.token.create")),
    ].sort(),
  );
  const seeded = events.filter(({ activityCode }) => /service|token/.test(activityCode));
  const times = seeded.map(({ timestamp }) => timestamp.getTime());
  expect(times, "IDs of events are in the order of their times").toEqual(
    times.toSorted((a, b) => a - b),
  );
});

test("tokens are expired, expiring and active, used and unused; users have groups, roles and blocks", async () => {
  const { read } = database();
  const now = Date.now();
  const soon = new Date(now + 30 * DAY_MS);
  const parts = [
    await read.token.count({ where: { expiresAt: { lt: new Date(now) } } }),
    await read.token.count({ where: { expiresAt: { gte: new Date(now), lt: soon } } }),
    await read.token.count({ where: { expiresAt: { gte: soon } } }),
    await read.token.count({ where: { lastUsedAt: null } }),
    await read.token.count({ where: { NOT: { lastUsedAt: null } } }),
  ];
  for (const part of parts) expect(part).toBeGreaterThan(100);
  expect(await read.user.count({ where: { isBlocked: true } })).toBe(1);
  expect(await read.membership.count()).toBeGreaterThan(30);
  const roles = await read.user.groupBy({ by: ["role"], where: { isServiceUser: true } });
  expect(roles.map(({ role }) => role).sort()).toEqual(
    ["admin", "auditor", "billing_admin", "network_admin", "user"].sort(),
  );
});

test("refuses a database with users unless --add is given", async () => {
  const before = await counts();
  const refused = await runSeed(url);
  expect(refused.code).toBe(1);
  expect(refused.output).toBe("The database has users already: use --add to add more.\n");
  expect(await counts()).toEqual(before);
  const added = await runSeed(url, ["--add", "--service-users=2", "--tokens=3", "--usable=1"]);
  expect(added.code).toBe(0);
  expect(await counts()).toEqual({ ...before, users: 62, tokens: 1503 });
  expect(await database().read.user.count({ where: { name: { endsWith: "-0062" } } })).toBe(1);
  expect(await database().read.group.count({ where: { name: "ci" } })).toBe(1);
});

test("never overwrites an existing file", async () => {
  const out = join(folder, "kept.txt");
  writeFileSync(out, "kept");
  const { code, output } = await runSeed(url, ["--add", ...SIZE], out);
  expect([code, readFileSync(out, "utf8")]).toEqual([1, "kept"]);
  expect(output).toBe(`${out} cannot be created: it exists already; choose another with --out\n`);
});

test("seed and server write concurrently without losing a row or failing", async () => {
  const other = await freshDatabaseUrl("migrated");
  const server = await openAgain(other);
  let isOver = false;
  const seeded = runSeed(other, ["--service-users=50", "--tokens=6000", "--usable=0"]).finally(
    () => {
      isOver = true;
    },
  );
  const ownerOf = () => server.read.user.findFirst({ where: { role: "owner" } });
  await expect.poll(async () => isOver || (await ownerOf()) !== null, PATIENT).toBe(true);
  const accountId = (await ownerOf())?.accountId ?? "";
  let written = 0;
  const seen = new Set<number>();
  const tokensOf = () => server.read.token.count();
  while (!isOver) {
    const name = `own ${written++}`;
    await server.write((tx) => tx.group.create({ data: groupRow(accountId, name) }));
    const tokens = await tokensOf();
    seen.add(tokens);
    await expect.poll(async () => isOver || (await tokensOf()) > tokens, PATIENT).toBe(true);
  }
  expect(await seeded).toMatchObject({ code: 0 });
  expect(seen.size, "writes of the server between those of the seed").toBeGreaterThan(2);
  expect(await server.read.group.count({ where: { name: { startsWith: "own " } } })).toBe(written);
  expect(await server.read.token.count()).toBe(6000);
});

const PATIENT = { timeout: 50_000 };

const groupRow = (accountId: string, name: string) => ({
  id: `${accountId} ${name}`,
  accountId,
  name,
  nameKey: name,
  peers: [],
  resources: [],
  createdAt: new Date(),
});
