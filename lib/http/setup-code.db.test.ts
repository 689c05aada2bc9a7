import { beforeEach, expect, test } from "vitest";
import type { Settings } from "#lib/config/settings.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import {
  issueSetupCode,
  issueStartCode,
  lockSetup,
  openSetup,
  proveSetupCode,
} from "#lib/services/instance/setup-lock.ts";

const BODY = { name: "First", email: "first@example.test", password: "a long enough password" };
const PUBLIC = { publicUrl: "https://roost.example.test" };
const CONFIGURED = "configured-by-a-script-42";

/** A new address for each test, since codes are counted by address. */
let address = 0;
beforeEach(async () => {
  useTestSettings(PUBLIC);
  await freshDatabase();
  address += 1;
});

async function setUp(setup_code?: string) {
  const headers = { "x-roost-client-address": `198.51.${address}.7` };
  return callApi("POST", "/api/setup", { body: { ...BODY, setup_code }, headers });
}
const statusOf = async (code?: string) => (await setUp(code)).status;
const instance = async () => (await callApi("GET", "/api/instance")).body;
async function start() {
  const issued = await issueStartCode();
  if (issued === null) throw new Error("the start made no code");
  return issued;
}

test.each<[string, Partial<Settings>]>([
  ["its address is public, also behind a proxy on the same machine", PUBLIC],
  ["it listens on other interfaces", { host: "0.0.0.0" }],
  ["its configuration has a code", { setupCode: CONFIGURED }],
])("setup requires a code if %s", async (_, changes) => {
  useTestSettings(changes);
  expect(await instance()).toEqual({ setup_required: true, setup_code_required: true });
  for (const code of [undefined, "", " - "]) {
    expect([403, 422], JSON.stringify(code)).toContain(await statusOf(code));
  }
  expect(await setUp()).toMatchObject({ status: 422, body: { message: "setup_code is required" } });
  expect(await statusOf("AAAAA-AAAAA-AAAAA-AAAAA")).toBe(403);
  expect(await database().read.account.count()).toBe(0);
});

test("the code from the start sets up once, in any spelling, and is stored only as bcrypt", async () => {
  const { code } = await start();
  const lock = JSON.stringify(await database().read.setupLock.findFirst());
  expect(lock).not.toContain(code.replaceAll("-", ""));
  expect(lock).toContain("$2");
  expect(await statusOf(code.toLowerCase().replaceAll("-", " "))).toBe(200);
  expect(await instance()).toEqual({ setup_required: false });
  expect(await statusOf(code)).toBe(412);
  expect(await issueStartCode()).toBeNull();
});

test("the newest code of several starts is valid, and an ended process voids only its own", async () => {
  const [first, second] = [await start(), await start()];
  expect(await statusOf(first.code)).toBe(403);
  await first.forget();
  expect(await database().read.setupLock.count({ where: { codeHash: null } })).toBe(0);
  await second.forget();
  expect(await statusOf(second.code), "its process has ended").toBe(403);
  const [third, fourth] = await Promise.all([start(), start()]);
  const statuses = [await statusOf(third?.code), await statusOf(fourth?.code)];
  expect(statuses).toContain(200);
  expect(statuses).not.toEqual([200, 200]);
});

test("a code does not expire while its process runs, and setup-code replaces it", async () => {
  const { code } = await start();
  const longAgo = new Date(Date.now() - 86_400_000);
  await database().write((tx) => tx.setupLock.updateMany({ data: { lockedAt: longAgo } }));
  const newer = (await issueSetupCode()) ?? "";
  expect(await statusOf(code)).toBe(403);
  expect(await statusOf(newer)).toBe(200);
});

test("a server reachable only from its own machine requires no code, even after an earlier start", async () => {
  const { code } = await start();
  useTestSettings();
  expect(await instance()).toEqual({ setup_required: true });
  expect(await issueStartCode()).toBeNull();
  expect(await statusOf()).toBe(200);
  expect(await database().read.setupLock.count()).toBe(0);
  expect(code).not.toBe("");
});

test("after a deletion every server prints a code at its start", async () => {
  useTestSettings();
  await database().write(lockSetup);
  expect(await statusOf()).toBe(422);
  expect(await statusOf((await start()).code)).toBe(200);
});

test("ROOST_SETUP_CODE is the only code, also after a deletion", async () => {
  useTestSettings({ ...PUBLIC, setupCode: CONFIGURED });
  await database().write(lockSetup);
  expect(await issueStartCode()).toBeNull();
  for (const wrong of [CONFIGURED.toUpperCase(), CONFIGURED.slice(1), `${CONFIGURED}x`]) {
    expect(await statusOf(wrong), wrong).toBe(403);
  }
  expect(await statusOf(CONFIGURED)).toBe(200);
  expect(await database().read.setupLock.count()).toBe(0);
});

test("a code that is replaced between its check and its use sets up nothing", async () => {
  const { code } = await start();
  const origin = { address: "198.51.100.7", userAgent: "test", requestId: "test" };
  const proven = await proveSetupCode(code, origin);
  await start();
  const late = database().write((tx) => openSetup(tx, proven));
  await expect(late).rejects.toMatchObject({ problem: "forbidden" });
});

test("eight simultaneous setups with the code make one account", async () => {
  const { code } = await start();
  const statuses = await Promise.all(Array.from({ length: 8 }, () => statusOf(code)));
  expect(statuses.sort()).toEqual([200, ...Array(7).fill(412)]);
});

test("guesses are counted by address", async () => {
  const { code } = await start();
  for (let guess = 0; guess < 10; guess += 1) expect(await statusOf("wrong")).toBe(403);
  expect(await statusOf(code)).toBe(429);
});
