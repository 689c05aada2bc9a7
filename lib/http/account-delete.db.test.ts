import { beforeEach, expect, test, vi } from "vitest";
import { database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { INVITED_PASSWORD, inviteAs } from "#lib/dev/testing/invites.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import {
  type SeededAccount,
  seedAccount,
  seedEvents,
  seedSession,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { remainsDeleted, startDeletingRemains } from "#lib/services/account/delete-remains.ts";
import { issueSetupCode } from "#lib/services/instance/setup-lock.ts";
import { createResetOnServer } from "#lib/services/resets/create-reset.ts";

const OWNER = { name: "Next", email: "next@example.test", password: "eight tall trees" };

let account: SeededAccount;
let owner: Member;
/** A new address for each test, since codes are counted by address. */
let address = 0;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
  owner = await seedMember(account, { role: "owner" });
  address += 1;
});

const remove = async ({ id: userId }: Member = owner, id = account.id) => {
  const { cookie } = await seedSession(userId);
  const answer = await callApi("DELETE", `/api/accounts/${id}`, { cookie });
  await remainsDeleted();
  return answer;
};
const setUp = (setup_code?: string) =>
  callApi("POST", "/api/setup", {
    body: { ...OWNER, setup_code },
    headers: { "x-roost-client-address": `192.0.2.${address}` },
  });
const rowCounts = async () => {
  const { read } = database();
  return [
    await read.account.count(),
    await read.user.count(),
    await read.token.count(),
    await read.session.count(),
    await read.group.count(),
    await read.membership.count(),
    await read.auditEvent.count(),
    await read.idempotencyKey.count(),
    await read.protectedService.count(),
    await read.protectedServiceGroup.count(),
  ];
};
/** A code that no one can have seen. */
async function codeFromServer(): Promise<string> {
  const code = await issueSetupCode();
  if (code === null) throw new Error("the setup is not locked");
  return code;
}

test("an owner deletes the account with everything in it, and the log records it", async () => {
  const { cookie } = await seedSession(owner.id);
  await callApi("POST", "/api/groups", {
    token: owner.token,
    body: { name: "g" },
    headers: { "idempotency-key": "k" },
  });
  await database().write((tx) =>
    tx.membership.create({ data: { userId: owner.id, position: 0, groupId: "g" } }),
  );
  await seedService(account, { slug: "wiki", groups: [account.allGroupId] });
  expect((await rowCounts()).every((count) => count > 0)).toBe(true);
  const log = captureLog();
  expect(await remove()).toMatchObject({ status: 200, body: {} });
  expect(await rowCounts()).toEqual(Array(10).fill(0));
  const line = log.find((entry) => entry.includes("account.delete")) ?? "";
  expect(JSON.parse(line)).toMatchObject({ accountId: account.id, userId: owner.id });
  expect(log.join("")).not.toContain(owner.token);
  expect((await callApi("GET", "/api/users", { token: owner.token })).status).toBe(401);
  expect((await callApi("GET", "/api/users/current", { cookie })).status).toBe(401);
});

/** As if the process had been killed when the deletion was committed. */
const markDeleted = () =>
  database().write((tx) =>
    tx.account.update({ where: { id: account.id }, data: { deletedAt: new Date() } }),
  );

test("no credential of a deleted account is accepted while its rows are left", async () => {
  const machine = await seedMember(account, { role: "admin", isServiceUser: true });
  const { cookie } = await seedSession(owner.id);
  const credentials = [{ token: owner.token }, { token: machine.token }, { cookie }];
  for (const credential of credentials) {
    expect((await callApi("GET", "/api/users", credential)).status).toBe(200);
  }
  await markDeleted();
  for (const credential of credentials) {
    expect((await callApi("GET", "/api/users", credential)).status).toBe(401);
  }
  expect((await callApi("GET", "/api/instance")).body.setup_required).toBe(true);
});

test("the next start deletes what is left, and nothing of the next account", async () => {
  await seedEvents(
    account,
    Array.from({ length: 450 }, () => ({ at: new Date(), code: "group.add" })),
  );
  const token = { expiresAt: new Date(), createdAt: new Date() };
  await database().write((tx) =>
    tx.token.createMany({
      data: Array.from({ length: 450 }, (_, n) => {
        return {
          ...token,
          ...{ id: `t${n}`, name: "t", publicId: `p${n}`, userId: owner.id, createdBy: owner.id },
        };
      }),
    }),
  );
  await markDeleted();
  expect((await setUp()).status).toBe(200);
  const events = (await callApi("GET", "/api/events/audit", await nextOwner())).body;
  startDeletingRemains();
  await remainsDeleted();
  expect(await rowCounts()).toEqual([1, 1, 0, 1, 1, 0, 1, 0, 0, 0]);
  expect((await callApi("GET", "/api/events/audit", await nextOwner())).body).toEqual(events);
  expect(events).toHaveLength(1);
});

async function nextOwner() {
  const { id } = await database().read.user.findFirstOrThrow({ where: { email: OWNER.email } });
  return { cookie: (await seedSession(id)).cookie };
}

/** Deletes the account while every later write fails, as if the database was lost after it. */
async function removeOnly(): Promise<void> {
  const real = database();
  const { cookie } = await seedSession(owner.id);
  let writes = 0;
  useDatabase({
    ...real,
    write(work) {
      writes += 1;
      return writes === 1 ? real.write(work) : Promise.reject(new Error("lost"));
    },
  });
  expect((await callApi("DELETE", `/api/accounts/${account.id}`, { cookie })).status).toBe(200);
  await remainsDeleted();
  useDatabase(real);
}

test("a deletion that failed on the way goes on a minute later", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await removeOnly();
  expect(await database().read.user.count()).toBeGreaterThan(0);
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  await remainsDeleted();
  expect(await database().read.account.count()).toBe(0);
});

test("nothing opens a deleted account whose rows are left, and its emails are free", async () => {
  await database().write((tx) =>
    tx.user.update({ where: { id: owner.id }, data: { emailKey: OWNER.email } }),
  );
  const { cookie } = await seedSession(owner.id);
  const invite = await inviteAs(owner.token);
  const reset = await createResetOnServer(OWNER.email);
  if (typeof reset === "string") throw new Error(reset);
  await removeOnly();
  const { read } = database();
  expect(await read.user.count()).toBeGreaterThan(0);
  expect(await read.token.count()).toBeGreaterThan(0);
  expect(await read.user.count({ where: { passwordHash: { not: null } } })).toBe(0);
  const body = { password: INVITED_PASSWORD };
  for (const [answer, status] of [
    [await callApi("GET", "/api/users", { token: owner.token }), 401],
    [await callApi("GET", "/api/users", { cookie }), 401],
    [await callApi("POST", `/api/users/invites/${invite.token}/accept`, { body }), 404],
    [await callApi("POST", `/api/users/password-resets/${reset.resetToken}/accept`, { body }), 404],
  ] as const) {
    expect(answer.status).toBe(status);
  }
  expect((await setUp(await codeFromServer())).status).toBe(200);
  expect((await callApi("GET", "/api/users", await nextOwner())).body).toHaveLength(1);
  startDeletingRemains();
  await remainsDeleted();
  expect(await read.user.count()).toBe(1);
});

test.each([
  { role: "admin" },
  { role: "admin", isServiceUser: true },
  { role: "network_admin" },
  { role: "auditor" },
  { role: "billing_admin" },
  { role: "user" },
] as const)("%j cannot delete the account", async (seed) => {
  const member = await seedMember(account, seed);
  const { cookie } = await seedSession(member.id);
  const before = await rowCounts();
  for (const credential of [{ cookie }, { token: member.token }]) {
    expect(await callApi("DELETE", `/api/accounts/${account.id}`, credential)).toMatchObject({
      status: 403,
      body: {
        message: "user is not allowed to delete account. only account owner can delete account",
      },
    });
  }
  expect(await rowCounts()).toEqual(before);
});

test("an unknown account is 404 before every other check", async () => {
  for (const member of [owner, await seedMember(account, { role: "user" })]) {
    expect(await remove(member, "NoAccount")).toMatchObject({
      status: 404,
      body: { message: "account not found: noaccount" },
    });
  }
});

test("after the deletion setup requires a code from the server", async () => {
  await remove();
  expect((await callApi("GET", "/api/instance")).body).toEqual({
    setup_required: true,
    setup_code_required: true,
  });
  for (const code of [undefined, "", "  "]) {
    expect(await setUp(code)).toMatchObject({
      status: 422,
      body: { message: "setup_code is required", errors: [{ path: "setup_code" }] },
    });
  }
  expect((await setUp("AAAAA-AAAAA-AAAAA-AAAAA")).status, "none was issued").toBe(403);
  await codeFromServer();
  expect(await setUp("AAAAA-AAAAA-AAAAA-AAAAA")).toMatchObject({
    status: 403,
    body: { message: "setup code is wrong or expired" },
  });
  expect(await database().read.user.count()).toBe(0);
});

test("the code sets up once, in any spelling, and ends the lock", async () => {
  await remove();
  const code = await codeFromServer();
  expect(code).toMatch(/^([A-HJKMNP-TV-Z2-9]{5}-){3}[A-HJKMNP-TV-Z2-9]{5}$/);
  const lock = await database().read.setupLock.findFirst();
  expect(JSON.stringify(lock)).not.toContain(code.replaceAll("-", ""));
  expect((await setUp(code.toLowerCase().replaceAll("-", " "))).status).toBe(200);
  expect(await database().read.setupLock.count()).toBe(0);
  expect((await callApi("GET", "/api/instance")).body).toEqual({ setup_required: false });
  expect((await setUp(code)).status).toBe(412);
});

test("eight simultaneous setups with the same code make one account", async () => {
  await remove();
  const code = await codeFromServer();
  const answers = await Promise.all(Array.from({ length: 8 }, () => setUp(code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)]);
  expect(await database().read.account.count()).toBe(1);
});

test("a newer code voids the previous one, and a code expires after thirty minutes", async () => {
  await remove();
  const first = await codeFromServer();
  const second = await codeFromServer();
  expect((await setUp(first)).status).toBe(403);
  const { expiresAt } = (await database().read.setupLock.findFirst()) ?? {};
  const minutes = ((expiresAt?.getTime() ?? 0) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(29);
  expect(minutes).toBeLessThanOrEqual(30);
  const past = new Date(Date.now() - 1);
  await database().write((tx) => tx.setupLock.updateMany({ data: { expiresAt: past } }));
  expect((await setUp(second)).status).toBe(403);
});

test("deleting the account again voids a code", async () => {
  await remove();
  const code = await codeFromServer();
  useTestSettings({ setupTokenEnabled: true });
  const made = await callApi("POST", "/api/setup", {
    body: { ...OWNER, setup_code: code, create_pat: true },
  });
  const token = made.body.personal_access_token;
  const [{ id }] = (await callApi("GET", "/api/accounts", { token })).body;
  const { id: next } = await database().read.user.findFirstOrThrow();
  const { cookie } = await seedSession(next);
  expect((await callApi("DELETE", `/api/accounts/${id}`, { cookie })).status).toBe(200);
  expect((await setUp(code)).status).toBe(403);
});

test("the eleventh code from an address within five minutes is not checked", async () => {
  await remove();
  const code = await codeFromServer();
  for (let guess = 0; guess < 10; guess += 1) expect((await setUp("wrong")).status).toBe(403);
  const answer = await setUp(code);
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("no code is issued while an account exists, or if none was ever deleted", async () => {
  expect(await issueSetupCode()).toBeNull();
  await freshDatabase();
  expect(await issueSetupCode()).toBeNull();
  expect((await setUp()).status).toBe(200);
});
