import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { GENERATED_PASSWORD_EXPIRED } from "#lib/contract/generated-password.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { callAuth, openForm } from "#lib/dev/testing/auth.ts";
import { holdBcrypt, holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { newAddress } from "#lib/dev/testing/invites.ts";
import { seedSession, seedToken, TEST_PASSWORD, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { createResetOnServer } from "#lib/services/resets/create-reset.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";
import { setPassword } from "#lib/services/users/set-password.ts";

const CREATED = Date.UTC(2027, 0, 4, 12);
const END = CREATED + 7 * DAY_MS;
const CHOSEN = "chosen at last";

type Person = { id: string; email: string; password: string };
let team: Team;
let person: Person;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: CREATED });
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  const body = { name: "New One", email: "new@example.test", role: "user", auto_groups: [] };
  person = (await callApi("POST", "/api/users", { token: team.owner.token, body })).body;
});
afterEach(async () => {
  await flushWrites();
  vi.useRealTimers();
});

/** Near the end: sessions opened then outlive it. */
const LATE = END - 10 * 60 * 60 * 1000;
const rowOf = (id = person.id) => database().read.user.findUniqueOrThrow({ where: { id } });
const generatedAt = async () => (await rowOf()).passwordGeneratedAt?.getTime() ?? null;
const origin = () => ({ address: newAddress(), userAgent: "", requestId: "" });
const outcome = (password = person.password) =>
  signIn({ email: person.email, password }, origin()).then(
    () => "signed in",
    ({ problem }) => problem,
  );
/** The answer to the sign-in form. */
async function answered(email: string, password: string) {
  const { csrfToken, cookie } = await openForm();
  const fields = { email, password, csrfToken, json: "true" };
  const headers = { "x-roost-client-address": newAddress() };
  const { status, text, cookies } = await callAuth("POST", "callback/credentials", {
    ...{ cookie, fields, headers },
  });
  return { status, message: JSON.parse(text).message, cookies };
}
const change = (cookie: string, old_password = person.password, new_password = CHOSEN) =>
  callApi("PUT", `/api/users/${person.id}/password`, {
    cookie,
    body: { old_password, new_password },
  });
const current = async (cookie: string) =>
  (await callApi("GET", "/api/users/current", { cookie })).status;
const reset = (token: string, password: string) =>
  callApi("POST", `/api/users/password-resets/${token}/accept`, {
    body: { password },
    headers: { "x-roost-client-address": newAddress(), "sec-fetch-site": "same-origin" },
  });
async function resetLink(): Promise<string> {
  const made = await createResetOnServer(person.email);
  if (typeof made === "string") throw new Error(made);
  return made.resetToken;
}

test("a generated password signs in for seven days after the user's creation", async () => {
  expect(await generatedAt()).toBe(CREATED);
  vi.setSystemTime(END - 1);
  expect(await outcome()).toBe("signed in");
  vi.setSystemTime(END);
  const sessions = await database().read.session.count();
  const before = await rowOf();
  expect(await answered(person.email, person.password)).toEqual({
    status: 403,
    message: GENERATED_PASSWORD_EXPIRED,
    cookies: [],
  });
  expect(GENERATED_PASSWORD_EXPIRED).toContain("reset link");
  expect(await database().read.session.count()).toBe(sessions);
  expect(await rowOf()).toEqual(before);
});

test("expiry of a generated password is reported only for the right password", async () => {
  vi.setSystemTime(END);
  const wrong = await answered(person.email, "not the password");
  expect(wrong).toMatchObject({ status: 401, cookies: [] });
  expect(await answered("unknown@example.test", person.password)).toEqual(wrong);
});

test("sign-ins with an expired password are recorded with their reason and count against no limit", async () => {
  vi.setSystemTime(END);
  const { email, password } = person;
  const headers = { "x-roost-client-address": "192.0.2.1" };
  const { csrfToken, cookie } = await openForm();
  const fields = { email, password, csrfToken, json: "true" };
  for (let count = 0; count < 12; count += 1) {
    const { status } = await callAuth("POST", "callback/credentials", { cookie, fields, headers });
    expect(status).toBe(403);
  }
  await flushWrites();
  const events = await database().read.auditEvent.findMany({
    where: { targetId: person.id, activityCode: "dashboard.login.failed" },
    orderBy: { id: "asc" },
  });
  expect(events[0]).toMatchObject({
    initiatorId: "sys",
    meta: { email, reason: "generated_password_expired", attempts: "1" },
  });
});

test("no other change of the user and no sign-in marks a generated password as chosen", async () => {
  const { token } = team.owner;
  const put = async (body: object) => {
    const wanted = { role: "user", auto_groups: [], ...body };
    const answer = await callApi("PUT", `/api/users/${person.id}`, { token, body: wanted });
    expect(answer.status).toBe(200);
    expect(await generatedAt()).toBe(CREATED);
  };
  await put({ name: "Renamed" });
  await put({ role: "auditor" });
  await put({ is_blocked: true });
  await put({ is_blocked: false });
  // The sign-in rehashes at the new cost.
  useTestSettings({ passwordBcryptCost: 5 });
  const { passwordHash } = await rowOf();
  expect(await outcome()).toBe("signed in");
  expect((await rowOf()).passwordHash).not.toBe(passwordHash);
  expect(await generatedAt()).toBe(CREATED);
});

test("the API accepts a session or token after the generated password has expired", async () => {
  vi.setSystemTime(LATE);
  const { cookie } = await seedSession(person.id);
  const { text: token } = await seedToken(person.id);
  for (const now of [LATE, END + 1]) {
    vi.setSystemTime(now);
    expect(await current(cookie)).toBe(200);
    expect((await callApi("GET", "/api/users/current", { token })).status).toBe(200);
  }
});

test("a change ends the other session and the limit, and refuses the generated password", async () => {
  const { cookie } = await seedSession(person.id);
  const other = await seedSession(person.id);
  const same = await change(cookie, person.password, person.password);
  expect(same.body.errors).toMatchObject([{ path: "new_password" }]);
  expect(await generatedAt()).toBe(CREATED);
  expect((await change(cookie)).status).toBe(200);
  expect(await generatedAt()).toBeNull();
  expect([await current(cookie), await current(other.cookie)]).toEqual([200, 401]);
  vi.setSystemTime(END);
  expect([await outcome(CHOSEN), await outcome()]).toEqual(["signed in", "unauthenticated"]);
});

test("an open session can still change the password after it has expired", async () => {
  vi.setSystemTime(LATE);
  const { cookie } = await seedSession(person.id);
  vi.setSystemTime(END + 1);
  expect((await change(cookie)).status).toBe(200);
  expect(await outcome(CHOSEN)).toBe("signed in");
});

test("of two simultaneous changes, or a change and a reset, one succeeds", async () => {
  const sessions = [await seedSession(person.id), await seedSession(person.id)];
  const token = await resetLink();
  const passwords = ["the first choice", "the second one", "the third choice"];
  const answers = await Promise.all([
    ...sessions.map(({ cookie }, at) => change(cookie, person.password, passwords[at])),
    reset(token, "the third choice"),
  ]);
  const succeeded = answers.map(({ status }) => status === 200);
  expect(succeeded.filter(Boolean)).toHaveLength(1);
  const opened = await Promise.all(passwords.map((password) => outcome(password)));
  expect(opened.map((word) => word === "signed in")).toEqual(succeeded);
  expect(await generatedAt()).toBeNull();
});

test("a reset link replaces an expired generated password, but not by itself", async () => {
  vi.setSystemTime(END + 1);
  const token = await resetLink();
  const message = "password must be different from the generated one";
  expect(await reset(token, person.password)).toMatchObject({
    status: 422,
    body: { message, errors: [{ path: "password", message }] },
  });
  expect(await outcome()).toBe("forbidden");
  expect((await reset(token, CHOSEN)).status).toBe(200);
  expect(await outcome(CHOSEN)).toBe("signed in");
});

test("a reset may choose a password that the user chose before", async () => {
  const { cookie } = await seedSession(person.id);
  expect((await change(cookie)).status).toBe(200);
  expect((await reset(await resetLink(), CHOSEN)).status).toBe(200);
});

test.each([
  ["good", CREATED],
  ["expired", END],
])(
  "a sign-in with a %s generated password that is changed before the check is just wrong",
  async (_, now) => {
    vi.setSystemTime(now);
    const { passwordHash } = await rowOf(team.person.id);
    const hold = holdBcrypt();
    const asked = outcome();
    await hold.waiting;
    await database().write((tx) => setPassword(tx, person.id, passwordHash ?? ""));
    hold.release();
    expect(await asked).toBe("unauthenticated");
    expect(await database().read.session.count({ where: { userId: person.id } })).toBe(0);
  },
);

test("a sign-in that waits until the generated password has expired is refused", async () => {
  vi.setSystemTime(END - 1);
  const writes = await holdWrites();
  const asked = outcome();
  await writes.waiting;
  vi.setSystemTime(END);
  await writes.release(async () => {});
  expect(await asked).toBe("forbidden");
});

test("users from before the flag for generated passwords are unaffected", async () => {
  vi.setSystemTime(END * 2);
  const { email } = team.person;
  expect((await answered(email, TEST_PASSWORD)).status).toBe(200);
});
