import { beforeAll, beforeEach, expect, test } from "vitest";
import { hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, holdBcrypt, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededSession,
  seedAccount,
  seedSession,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

const NEW_PASSWORD = "another battery";
const ORIGIN = { address: "127.0.0.1", userAgent: "", requestId: "" };
const prefix = "failed to update password: ";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

let person: Member;
let session: SeededSession;
beforeEach(async () => {
  person = await seedMember(team.account, { role: "user" });
  session = await seedSession(person.id);
});

const passwords = (old_password?: unknown, new_password?: unknown) => ({
  old_password,
  new_password,
});
const GOOD = passwords(TEST_PASSWORD, NEW_PASSWORD);
const put = (body: unknown, { cookie } = session, id = person.id) =>
  callApi("PUT", `/api/users/${id}/password`, { cookie, body });
const current = async ({ cookie }: SeededSession) =>
  (await callApi("GET", "/api/users/current", { cookie })).status;
const signsIn = (password: string) =>
  signIn({ email: person.email, password }, ORIGIN).then(
    () => true,
    () => false,
  );
const hash = async (id = person.id) =>
  (await database().read.user.findUniqueOrThrow({ where: { id } })).passwordHash;

test("a new password works immediately, the old one does not, and the tokens stay valid", async () => {
  expect(await put(GOOD)).toMatchObject({ status: 200, body: {} });
  expect([await signsIn(NEW_PASSWORD), await signsIn(TEST_PASSWORD)]).toEqual([true, false]);
  expect((await callApi("GET", "/api/users", { token: person.token })).status).toBe(200);
  const events = await database().read.auditEvent.findMany({
    where: { targetId: person.id, activityCode: "user.password.change" },
  });
  expect(events).toMatchObject([{ initiatorId: person.id, meta: { email: person.email } }]);
  expect(JSON.stringify(events)).not.toMatch(/battery|\$2b/);
});

test("a session with an older weak password is marked until the password is changed", async () => {
  const set = async (password: string) => {
    const passwordHash = await hashSecret(password, 4, { lane: "known", flow: [] });
    await database().write((tx) =>
      tx.user.update({ where: { id: person.id }, data: { passwordHash } }),
    );
  };
  const weak = async (sessionId: string) =>
    (await database().read.session.findUniqueOrThrow({ where: { id: sessionId } })).weakPassword;
  for (const [password, expected] of [
    ["12345678", true],
    [`${person.email} x`, true],
    [TEST_PASSWORD, false],
  ] as const) {
    await set(password);
    const { sessionId } = await signIn({ email: person.email, password }, ORIGIN);
    expect(await weak(sessionId)).toBe(expected);
  }
  await set("12345678");
  await signIn({ email: person.email, password: "12345678" }, ORIGIN);
  await database().write((tx) =>
    tx.session.updateMany({ where: { userId: person.id }, data: { weakPassword: true } }),
  );
  expect((await put(passwords("12345678", NEW_PASSWORD))).status).toBe(200);
  const left = await database().read.session.findMany({ where: { userId: person.id } });
  expect(left.map(({ weakPassword }) => weakPassword)).toEqual([null]);
});

test("a sign-in with an old decomposed password stores it in the composed form", async () => {
  const typed = "naïve résumé 9".normalize("NFD");
  const passwordHash = await hashSecret(typed, 4, { lane: "known", flow: [] });
  await database().write((tx) =>
    tx.user.update({ where: { id: person.id }, data: { passwordHash } }),
  );
  expect(await signsIn(typed.normalize("NFC"))).toBe(false);
  expect(await signsIn(typed)).toBe(true);
  expect(await signsIn(typed.normalize("NFC"))).toBe(true);
});

test("a change ends every other session of the user, and of no one else", async () => {
  const others = [await seedSession(person.id), await seedSession(person.id)];
  const foreign = await seedSession(team.person.id);
  expect((await put(GOOD)).status).toBe(200);
  expect(await current(session)).toBe(200);
  for (const other of others) expect(await current(other)).toBe(401);
  expect(await current(foreign)).toBe(200);
});

test("a change by token, if the account allows it, ends every session", async () => {
  const { id, token } = await seedMember(await seedAccount({ tokensManageAccount: true }), {
    role: "user",
  });
  const ended = await seedSession(id);
  const path = `/api/users/${id}/password`;
  expect((await callApi("PUT", path, { token, body: GOOD })).status).toBe(200);
  expect(await current(ended)).toBe(401);
});

/** Each row fails its own check and later ones, so the message proves the order. */
test.each([
  [
    "unreadable JSON",
    "{",
    400,
    "couldn't parse JSON request: a } is missing at byte 2 (line 1, column 2)",
    undefined,
  ],
  ["nothing", {}, 422, "old password is required", "old_password"],
  ["an empty old password", passwords("", ""), 422, "old password is required", "old_password"],
  ["no new password", passwords("wrong"), 422, "new password is required", "new_password"],
  [
    "an empty new password",
    passwords("wrong", ""),
    422,
    "new password is required",
    "new_password",
  ],
  [
    "a short new password",
    passwords("wrong", "1234567"),
    422,
    "new_password must be at least 10 bytes",
    "new_password",
  ],
  [
    "a new password that bcrypt would cut",
    passwords("wrong", "ä".repeat(37)),
    422,
    "new_password must be at most 72 bytes",
    "new_password",
  ],
  [
    "the same password",
    passwords("not the password", "not the password"),
    422,
    `${prefix}new password must be different from current password`,
    "new_password",
  ],
  [
    "a wrong old password",
    passwords("not the password", NEW_PASSWORD),
    422,
    `${prefix}current password is incorrect`,
    "old_password",
  ],
  [
    "an old password with the right beginning",
    passwords(`${TEST_PASSWORD}${"x".repeat(72)}`, NEW_PASSWORD),
    422,
    `${prefix}current password is incorrect`,
    "old_password",
  ],
] as const)("%s is refused and changes nothing", async (_, body, status, message, path) => {
  const before = await hash();
  const answer = await put(body);
  expect(answer).toMatchObject({ status, body: { message } });
  if (path !== undefined) expect(answer.body.errors).toContainEqual({ path, message });
  expect(await hash()).toBe(before);
  expect(await current(session)).toBe(200);
});

test.each(["owner", "admin", "machine", "networkAdmin", "person"] as const)(
  "%s cannot change another user's password, even with the old one",
  async (who) => {
    const { token } = team[who];
    const before = await hash();
    for (const id of [person.id, "NoSuchUser", "current"]) {
      const path = `/api/users/${id}/password`;
      expect(await callApi("PUT", path, { token, body: GOOD })).toMatchObject({
        status: 422,
        body: { message: `${prefix}users can only change their own password` },
      });
    }
    expect(await hash()).toBe(before);
  },
);

test("a service user gets no password", async () => {
  const { id, token } = await seedMember(await seedAccount({ tokensManageAccount: true }), {
    role: "admin",
    isServiceUser: true,
  });
  const path = `/api/users/${id}/password`;
  expect(await callApi("PUT", path, { token, body: GOOD })).toMatchObject({
    status: 422,
    body: { message: `${prefix}current password is incorrect` },
  });
  expect(await hash(id)).toBeNull();
});

test("a stolen session has ten guesses in five minutes, from all addresses", async () => {
  for (let count = 0; count < 10; count += 1) {
    const answer = await callApi("PUT", `/api/users/${person.id}/password`, {
      cookie: session.cookie,
      body: passwords(`guess number ${count}`, NEW_PASSWORD),
      headers: { "x-roost-client-address": `192.0.2.${count}` },
    });
    expect(answer.status).toBe(422);
  }
  const work = await bcryptDuring(async () => {
    const answer = await put(GOOD);
    expect(answer).toMatchObject({
      status: 429,
      body: { message: "too many attempts, please try again later" },
    });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });
  expect(work).toEqual(workOf({ token: 0, password: 0, suspect: 0 }));
  expect(await signsIn(TEST_PASSWORD)).toBe(true);
});

test("a successful change resets the attempts", async () => {
  for (let count = 0; count < 9; count += 1) await put(passwords("wrong one", NEW_PASSWORD));
  expect((await put(GOOD)).status).toBe(200);
  expect((await put(passwords("wrong one", NEW_PASSWORD))).status).toBe(422);
});

test("a session that ends during the password check changes nothing", async () => {
  const before = await hash();
  const hold = holdBcrypt();
  const changed = put(GOOD);
  await hold.waiting;
  await database().write((tx) => tx.session.delete({ where: { id: session.id } }));
  hold.release();
  expect((await changed).status).toBe(401);
  expect(await hash()).toBe(before);
});

test("one of two simultaneous changes succeeds", async () => {
  const answers = await Promise.all([put(GOOD), put(passwords(TEST_PASSWORD, "a third battery"))]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
});
