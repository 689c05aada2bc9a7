import { beforeEach, expect, test } from "vitest";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { newAddress } from "#lib/dev/testing/invites.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { seedSession, TEST_PASSWORD, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { createResetOnServer } from "#lib/services/resets/create-reset.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

const NEW_PASSWORD = "a wholly new one";

let team: Team;
let lost: Member;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  lost = await seedMember(team.account, { role: "user" });
});

const createAs = async (who: Who, userId = lost.id) => {
  const { cookie } = await seedSession(team[who].id);
  return callApi("POST", `/api/users/${userId}/password-reset`, { cookie });
};
const linkBy = async (who: Who = "owner") => (await createAs(who)).body.reset_token as string;
const path = (token: string) => `/api/users/password-resets/${token}`;
const visit = (token: string) =>
  callApi("GET", path(token), { headers: { "x-roost-client-address": newAddress() } });
const use = (token: string, password = NEW_PASSWORD) =>
  callApi("POST", `${path(token)}/accept`, {
    body: { password },
    headers: { "x-roost-client-address": newAddress(), "sec-fetch-site": "same-origin" },
  });
const signsIn = (password: string, { email } = lost) =>
  signIn({ email, password }, { address: newAddress(), userAgent: "", requestId: "" }).then(
    () => true,
    () => false,
  );
const GONE = { status: 404, body: { message: "password reset not found" } };

test("a link sets the password once, ends sessions, keeps tokens and records both steps", async () => {
  const session = await seedSession(lost.id);
  const lines = captureLog();
  const token = await linkBy("admin");
  expect(await visit(token)).toMatchObject({
    status: 200,
    body: { email: lost.email, name: lost.name },
  });
  expect(await use(token)).toMatchObject({ status: 200, body: { success: true } });
  expect([await signsIn(NEW_PASSWORD), await signsIn(TEST_PASSWORD)]).toEqual([true, false]);
  const { cookie } = session;
  expect((await callApi("GET", "/api/users/current", { cookie })).status).toBe(401);
  expect((await callApi("GET", "/api/users", { token: lost.token })).status).toBe(200);
  expect(await use(token, "another one again")).toMatchObject(GONE);
  expect(await visit(token)).toMatchObject(GONE);
  const events = await database().read.auditEvent.findMany({
    where: { targetId: lost.id, activityCode: { startsWith: "user.password.reset" } },
    orderBy: { id: "asc" },
  });
  expect(events).toMatchObject([
    { activityCode: "user.password.reset.link.create", initiatorId: team.admin.id },
    { activityCode: "user.password.reset", initiatorId: lost.id },
  ]);
  expect(JSON.stringify(events) + lines.join()).not.toContain(token.slice(14));
});

test("one of eight simultaneous uses of a link sets the password", async () => {
  const token = await linkBy();
  const passwords = Array.from({ length: 8 }, (_, at) => `the choice of number ${at}`);
  const answers = await Promise.all(passwords.map((password) => use(token, password)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(404)]);
  const opened = await Promise.all(passwords.map((password) => signsIn(password)));
  expect(opened).toEqual(answers.map(({ status }) => status === 200));
});

test("a password refused by the rule leaves the link valid", async () => {
  const token = await linkBy();
  for (const password of ["short one", "qwertyuiop", `x ${lost.email}`]) {
    const answer = await use(token, password);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([{ path: "password", message: answer.body.message }]);
  }
  expect((await use(token)).status).toBe(200);
});

test.each<[string, (token: string) => Promise<unknown>]>([
  ["a newer link", () => createAs("owner")],
  ["a newer link of the server", () => createResetOnServer(lost.email)],
  [
    "a change of the password",
    async () => {
      const { cookie } = await seedSession(lost.id);
      const body = { old_password: TEST_PASSWORD, new_password: "changed by myself" };
      const answer = await callApi("PUT", `/api/users/${lost.id}/password`, { cookie, body });
      expect(answer.status).toBe(200);
    },
  ],
  [
    "another email",
    () => change(lost.id, { email: "moved@example.test", emailKey: "moved@example.test" }),
  ],
  ["a block", () => change(lost.id, { isBlocked: true })],
  [
    "the person's deletion",
    () => database().write((tx) => tx.user.delete({ where: { id: lost.id } })),
  ],
  ["a promotion that its maker could not undo", () => change(lost.id, { role: "owner" })],
  ["the block of its maker", () => change(team.admin.id, { isBlocked: true })],
  ["the demotion of its maker", () => change(team.admin.id, { role: "user" })],
])("%s voids a link", async (_, happen) => {
  const token = await linkBy("admin");
  expect((await visit(token)).status).toBe(200);
  await happen(token);
  expect(await visit(token)).toMatchObject(GONE);
  expect(await use(token)).toMatchObject(GONE);
  expect(await signsIn(NEW_PASSWORD)).toBe(false);
});

const change = (id: string, data: object) =>
  database().write((tx) => tx.user.update({ where: { id }, data }));

test.each([
  ["the person", () => lost],
  ["its maker", () => team.admin],
])("a link stays void after %s was blocked and unblocked", async (_, member) => {
  const token = await linkBy("admin");
  const { id, role } = member();
  for (const is_blocked of [true, false]) {
    const body = { role, auto_groups: [], is_blocked };
    const answer = await callApi("PUT", `/api/users/${id}`, { token: team.owner.token, body });
    expect(answer.status).toBe(200);
  }
  expect(await visit(token)).toMatchObject(GONE);
  expect(await use(token)).toMatchObject(GONE);
});

test("a user waiting for approval gets no link", async () => {
  await change(lost.id, { isBlocked: false, pendingApproval: true });
  expect((await createAs("owner")).status).toBe(422);
});

test("a link lasts an hour", async () => {
  const token = await linkBy();
  const expiresAt = new Date(Date.now() - 1);
  await database().write((tx) => tx.passwordReset.updateMany({ data: { expiresAt } }));
  for (const answer of [await visit(token), await use(token)]) {
    expect(answer).toMatchObject({
      status: 422,
      body: { message: "password reset has expired" },
    });
  }
  const { expires_at } = (await createAs("owner")).body;
  expect(Math.abs(Date.parse(expires_at) - Date.now() - 3_600_000)).toBeLessThan(60_000);
});

test.each<[Who, Who, number]>([
  ["owner", "admin", 200],
  ["owner", "owner", 422],
  ["admin", "admin", 422],
  ["admin", "person", 200],
  ["admin", "owner", 403],
  ["admin", "reader", 422],
  ["networkAdmin", "person", 403],
  ["auditor", "person", 403],
  ["person", "person", 403],
])("%s creates a link for %s: %i", async (who, whom, status) => {
  expect((await createAs(who, team[whom].id)).status).toBe(status);
  expect(await database().read.passwordReset.count()).toBe(status === 200 ? 1 : 0);
});

test("a token creates no link, and an unknown or blocked user gets none", async () => {
  const { token } = team.owner;
  const answer = await callApi("POST", `/api/users/${lost.id}/password-reset`, { token });
  expect(answer.status).toBe(403);
  expect((await createAs("owner", "unknown")).status).toBe(404);
  await change(lost.id, { isBlocked: true });
  expect((await createAs("owner")).status).toBe(422);
  expect(await createResetOnServer(lost.email)).toBe("blocked");
  expect(await createResetOnServer("unknown@example.test")).toBe("unknown");
});

test("a sole owner who lost the password returns by the server's link", async () => {
  const made = await createResetOnServer(team.owner.email.toUpperCase());
  if (typeof made === "string") throw new Error(made);
  expect((await use(made.resetToken)).status).toBe(200);
  expect(await signsIn(NEW_PASSWORD, team.owner)).toBe(true);
});

test("an unknown token is 404 with any fingerprint, and needs the right prefix", async () => {
  const token = await linkBy();
  expect(await visit(newTokenText("nbr_").text)).toMatchObject(GONE);
  expect((await visit("nbr_short")).status).toBe(422);
  expect((await visit(newTokenText("nbi_").text)).status).toBe(401);
  expect((await visit(token.replace("nbr_", "nbi_"))).status).toBe(401);
});
