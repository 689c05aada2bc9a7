import { beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  seedAccount,
  seedToken,
  seedUser,
  setExpiry,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";

let account: SeededAccount;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
});

const INVALID = { message: "token invalid", code: 401 };

test("revocation, expiry, block and demotion apply to the next request despite cached proofs", async () => {
  const admin = await seedUser(account, { role: "admin" });
  const by = await seedToken(admin.id);
  const machine = await seedUser(account, { role: "admin", isServiceUser: true });
  const token = await seedToken(machine.id);
  const used = () => callApi("GET", "/api/users", { token: token.text });
  const write = () =>
    callApi("POST", "/api/users", {
      token: token.text,
      body: { name: "x", role: "user", is_service_user: true },
    });
  expect((await used()).status).toBe(200);
  expect((await write()).status).toBe(200);

  const change = (body: object) =>
    callApi("PUT", `/api/users/${machine.id}`, { token: by.text, body });
  await change({ role: "user", auto_groups: [] });
  expect((await write()).status).toBe(403);
  expect((await used()).status).toBe(200);
  await change({ role: "user", auto_groups: [], is_blocked: true });
  expect(await used()).toMatchObject({
    status: 403,
    body: { message: "failed to validate user permissions: user is blocked" },
  });
  await change({ role: "user", auto_groups: [] });
  expect((await used()).status).toBe(200);

  await database().write((tx) => setExpiry(tx, [token.id], new Date(Date.now() - 1)));
  const expired = await used();
  expect(expired).toMatchObject({ status: 401, body: INVALID });
  expect(expired.headers.get("www-authenticate")).toContain("expired");

  const path = `/api/users/${machine.id}/tokens/${token.id}`;
  expect((await callApi("DELETE", path, { token: by.text })).status).toBe(200);
  const gone = await used();
  expect(gone).toMatchObject({ status: 401, body: INVALID });
  expect(gone.headers.get("www-authenticate")).not.toContain("expired");
});

test("unknown, malformed, wrong and unverified expired tokens get the same 401", async () => {
  const user = await seedUser(account, { role: "admin" });
  const token = await seedToken(user.id, { expiresAt: new Date(Date.now() - 1) });
  const other = await seedToken(user.id);
  await database().write((tx) => tx.token.delete({ where: { id: other.id } }));
  const mixed = `${token.text.slice(0, 14)}${other.text.slice(14)}`;
  const challenges = new Set<string | null>();
  for (const text of ["nbp_", "x", mixed, other.text, `${other.text}x`]) {
    const answer = await callApi("GET", "/api/users", { token: text });
    expect(answer).toMatchObject({ status: 401, body: INVALID });
    challenges.add(answer.headers.get("www-authenticate"));
  }
  expect([...challenges]).toEqual(['Bearer realm="roost", error="invalid_token"']);
});

test("a write that waits while its token is revoked is refused and stores nothing", async () => {
  const user = await seedUser(account, { role: "owner" });
  const token = await seedToken(user.id);
  expect((await callApi("GET", "/api/users", { token: token.text })).status).toBe(200);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: holding, resolve: held } = Promise.withResolvers<void>();
  const holder = database().write(async (tx) => {
    held();
    await released;
    await tx.token.delete({ where: { id: token.id } });
  });
  await holding;
  const waiting = callApi("POST", "/api/users", {
    token: token.text,
    body: { name: "late", role: "admin", is_service_user: true },
  });
  // Its use is visible once the request was accepted.
  await callApi("GET", "/api/users", { token: token.text });
  release();
  await holder;
  expect((await waiting).status).toBe(401);
  expect(await database().read.user.count({ where: { name: "late" } })).toBe(0);
});

test("no row of any table has a plain token or password; hashes are bcrypt", async () => {
  const owner = await seedUser(account, { role: "owner" });
  const { text } = await seedToken(owner.id);
  const person = await callApi("POST", "/api/users", {
    token: text,
    body: { name: "P", email: "p@example.test", role: "user" },
  });
  const made = await callApi("POST", `/api/users/${owner.id}/tokens`, {
    token: text,
    body: { name: "t", expires_in: 30 },
  });
  const { plain_token: plain, personal_access_token: stored } = made.body;
  const days = Date.parse(stored.expiration_date) - Date.parse(stored.created_at);
  expect(days).toBe(30 * DAY_MS);
  const { read } = database();
  const rows = JSON.stringify([
    await read.user.findMany(),
    await read.token.findMany(),
    await read.tokenSecret.findMany(),
    await read.session.findMany(),
    await read.auditEvent.findMany(),
  ]);
  for (const secret of [text, plain, plain.slice(14), person.body.password]) {
    expect(rows).not.toContain(secret);
  }
  const row = await read.tokenSecret.findFirstOrThrow({ where: { tokenId: stored.id } });
  expect(row.hash).toMatch(/^\$2[aby]\$04\$/);
});

test("no route creates an owner, more rights or a token for another user", async () => {
  const owner = await seedUser(account, { role: "owner" });
  const admin = await seedUser(account, { role: "admin" });
  const reader = await seedUser(account, { role: "user", isServiceUser: true });
  const asAdmin = (await seedToken(admin.id)).text;
  const asReader = (await seedToken(reader.id)).text;
  const create = (token: string, body: object) => callApi("POST", "/api/users", { token, body });
  const update = (token: string, id: string, body: object) =>
    callApi("PUT", `/api/users/${id}`, { token, body: { auto_groups: [], ...body } });
  const tokenFor = (token: string, id: string) =>
    callApi("POST", `/api/users/${id}/tokens`, { token, body: { name: "t", expires_in: 1 } });
  const answers = await Promise.all([
    create(asAdmin, { name: "o", role: "owner", is_service_user: true }),
    create(asAdmin, { name: "o", role: "owner", email: "o@example.test" }),
    create(asReader, { name: "o", role: "user", is_service_user: true }),
    update(asAdmin, admin.id, { role: "owner" }),
    update(asAdmin, reader.id, { role: "owner" }),
    update(asAdmin, owner.id, { role: "user" }),
    update(asReader, reader.id, { role: "admin" }),
    tokenFor(asAdmin, owner.id),
    tokenFor(asReader, reader.id),
    tokenFor(asReader, admin.id),
    callApi("DELETE", `/api/users/${owner.id}`, { token: asAdmin }),
  ]);
  for (const { status } of answers) expect([403, 422]).toContain(status);
  const roles = await database().read.user.findMany({ select: { role: true } });
  expect(roles.filter(({ role }) => role === "owner")).toHaveLength(1);
  expect(await database().read.token.count()).toBe(2);
});
