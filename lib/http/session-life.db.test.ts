import { encode } from "next-auth/jwt";
import { beforeEach, expect, test } from "vitest";
import { sessionCookieName } from "#lib/auth/session-cookie.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  seedAccount,
  seedSession,
  seedToken,
  seedUser,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

const HOUR_MS = 60 * 60 * 1000;
const ORIGIN = { address: "127.0.0.1", userAgent: "test", requestId: "test" };

let account: SeededAccount;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
});

const current = (cookie: string) => callApi("GET", "/api/users/current", { cookie });

test("a session works until its absolute or its idle limit", async () => {
  const user = await seedUser(account, { role: "user" });
  const good = await seedSession(user.id);
  const over = await seedSession(user.id, { expiresAt: new Date(Date.now() - 1) });
  const idle = await seedSession(user.id, { lastSeenAt: new Date(Date.now() - 25 * HOUR_MS) });
  expect((await current(good.cookie)).status).toBe(200);
  expect((await current(over.cookie)).status).toBe(401);
  expect((await current(idle.cookie)).status).toBe(401);
});

test("block, role change, transfer of the ownership and deletion end the user's sessions", async () => {
  const owner = await seedUser(account, { role: "owner" });
  const { text: token } = await seedToken(owner.id);
  const put = (id: string, body: object, credential: object = { token }) =>
    callApi("PUT", `/api/users/${id}`, { ...credential, body: { auto_groups: [], ...body } });
  const [blocked, changed, deleted, heir, untouched] = await Promise.all(
    Array.from({ length: 5 }, () => seedUser(account, { role: "user" })),
  );
  if (!blocked || !changed || !deleted || !heir || !untouched) throw new Error("five were made");
  const cookies = new Map<string, string>();
  for (const { id } of [owner, blocked, changed, deleted, heir, untouched]) {
    cookies.set(id, (await seedSession(id)).cookie);
  }
  await put(blocked.id, { role: "user", is_blocked: true });
  await put(blocked.id, { role: "user", is_blocked: false });
  await put(changed.id, { role: "auditor" });
  await callApi("DELETE", `/api/users/${deleted.id}`, { token });
  await put(untouched.id, { role: "user" });
  await put(heir.id, { role: "owner" }, await seedSession(owner.id));
  const status = async (id: string) => (await current(cookies.get(id) ?? "")).status;
  for (const { id } of [blocked, changed, deleted, heir, owner]) expect(await status(id)).toBe(401);
  expect(await status(untouched.id)).toBe(200);
  const roles = await database().read.user.findMany({ where: { role: "owner" } });
  expect(roles.map(({ id }) => id)).toEqual([heir.id]);
});

test("an Authorization header overrides the cookie", async () => {
  const user = await seedUser(account, { role: "owner" });
  const { cookie } = await seedSession(user.id);
  for (const authorization of ["Token nbp_wrong", "Basic abc", "Bearer x y", ""]) {
    const answer = await callApi("GET", "/api/users", { cookie, headers: { authorization } });
    expect(answer.status, authorization).toBe(401);
  }
});

test("a session's JWT is no Bearer token, and one signed with another secret is no session", async () => {
  const user = await seedUser(account, { role: "owner" });
  const { id, cookie } = await seedSession(user.id);
  const jwt = cookie.split("=")[1] ?? "";
  const bearer = await callApi("GET", "/api/users", {
    headers: { authorization: `Bearer ${jwt}` },
  });
  expect(bearer.status).toBe(401);
  const forged = await encode({ token: { sid: id }, secret: `${settings().secret}x` });
  expect((await current(`${sessionCookieName()}=${forged}`)).status).toBe(401);
});

test("a write by cookie requires the page's own origin", async () => {
  const user = await seedUser(account, { role: "owner" });
  const { cookie } = await seedSession(user.id);
  const body = { name: "x", role: "user", is_service_user: true };
  const post = (headers: Record<string, string>) =>
    callApi("POST", "/api/users", { body, headers: { cookie, ...headers } });
  for (const site of ["cross-site", "same-site", "none"]) {
    expect((await post({ "sec-fetch-site": site })).status, site).toBe(403);
  }
  expect((await post({})).status, "neither header").toBe(403);
  expect((await post({ origin: "http://127.0.0.1:9999" })).status).toBe(403);
  expect((await post({ origin: "http://127.0.0.1:3000" })).status).toBe(200);
  expect((await post({ "sec-fetch-site": "same-origin" })).status).toBe(200);
  expect(await database().read.user.count({ where: { isServiceUser: true } })).toBe(2);
});

test.each(["unknown\0@example.test", "\ud800@example.test", "x".repeat(10_000)])(
  "an unstorable email is an unknown one: %j",
  async (email) => {
    const attempt = signIn({ email, password: TEST_PASSWORD }, ORIGIN);
    await expect(attempt).rejects.toMatchObject({ problem: "unauthenticated" });
  },
);

test("an unknown email and a wrong password get one answer; a block needs the right password", async () => {
  const person = await seedUser(account, { role: "user", isBlocked: true });
  const attempt = (email: string, password: string) =>
    signIn({ email, password }, ORIGIN).then(
      () => "signed in",
      (error: Error) => error.message,
    );
  const unknown = await attempt("unknown@example.test", TEST_PASSWORD);
  expect(await attempt(person.email, "wrong password")).toBe(unknown);
  expect(await attempt(person.email, `${TEST_PASSWORD}${"x".repeat(72)}`)).toBe(unknown);
  expect(await attempt(person.email, TEST_PASSWORD)).toBe("user is blocked");
  expect(await database().read.session.count()).toBe(0);
});

test("an unknown, wrong or overlong password costs the same work", async () => {
  const person = await seedUser(account, { role: "user" });
  const attempts = [
    { email: "unknown@example.test", password: TEST_PASSWORD },
    { email: person.email, password: "wrong password" },
    { email: person.email, password: `${TEST_PASSWORD}${"x".repeat(72)}` },
    { email: "unknown@example.test", password: "x".repeat(73) },
  ];
  for (const attempt of attempts) {
    const work = await bcryptDuring(() => signIn(attempt, ORIGIN).catch(() => {}));
    expect(work).toEqual(workOf({ token: 0, password: 1, suspect: 0 }));
  }
});

test("a sign-in rehashes the password once after a change of the cost", async () => {
  const { id, email } = await seedUser(account, { role: "user" });
  const hashOf = async () =>
    (await database().read.user.findUnique({ where: { id } }))?.passwordHash ?? "";
  const given = { email, password: TEST_PASSWORD };
  const before = await hashOf();
  await signIn(given, ORIGIN);
  expect(await hashOf()).toBe(before);
  useTestSettings({ passwordBcryptCost: 5 });
  await signIn({ email, password: "not the password" }, ORIGIN).catch(() => {});
  expect(await hashOf()).toBe(before);
  await signIn(given, ORIGIN);
  expect(await hashOf()).toMatch(/^\$2.\$05\$/);
  await signIn(given, ORIGIN);
});
