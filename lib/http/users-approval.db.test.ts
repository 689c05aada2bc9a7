import { beforeAll, beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  markTokensUsed,
  seedSession,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

const PENDING = { role: "user", isBlocked: true, pendingApproval: true } as const;
const ORIGIN = { address: "127.0.0.1", userAgent: "", requestId: "" };

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  await markTokensUsed();
});

let waiting: Member;
beforeEach(async () => {
  waiting = await seedMember(team.account, PENDING);
});

const approve = (who: Who, id: string, headers: Record<string, string> = {}) =>
  callApi("POST", `/api/users/${id}/approve`, { token: team[who].token, headers });
const reject = (who: Who, id: string) =>
  callApi("DELETE", `/api/users/${id}/reject`, { token: team[who].token });
const codesOf = async (targetId: string) => {
  const events = await database().read.auditEvent.findMany({
    where: { targetId },
    orderBy: { id: "asc" },
  });
  return events.map(({ activityCode }) => activityCode);
};
const signedIn = ({ email }: Member) =>
  signIn({ email, password: TEST_PASSWORD }, ORIGIN).then(
    () => "signed in",
    (error: Error) => error.message,
  );

/** Blocked, as the contract has it, or not blocked, in case the row has another source. */
test.each([true, false])(
  "a user waiting for approval has no access and is shown as blocked (is_blocked %s)",
  async (isBlocked) => {
    const person = await seedMember(team.account, { ...PENDING, role: "admin", isBlocked });
    const { cookie } = await seedSession(person.id);
    const refused = {
      status: 403,
      body: { message: "failed to validate user permissions: user is pending approval" },
    };
    expect(await callApi("GET", "/api/users", { token: person.token })).toMatchObject(refused);
    expect(await callApi("GET", "/api/users", { cookie })).toMatchObject(refused);
    expect(await callApi("GET", "/api/users/current", { cookie })).toMatchObject({
      status: 403,
      body: { message: "user is pending approval" },
    });
    expect(await signedIn(person)).toBe("user is pending approval");
    const path = `/api/users/${person.id}/approve`;
    expect(await callApi("POST", path, { token: person.token })).toMatchObject(refused);
    const seen = await callApi("GET", `/api/users/${person.id}`, { token: team.owner.token });
    expect(seen.body).toMatchObject({ status: "blocked", pending_approval: true });
  },
);

test("approval gives immediate access with the user's role and tokens", async () => {
  const answer = await approve("admin", waiting.id);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      id: waiting.id,
      role: "user",
      status: "active",
      is_blocked: false,
      pending_approval: false,
    },
  });
  expect((await callApi("GET", "/api/users", { token: waiting.token })).status).toBe(200);
  expect(await signedIn(waiting)).toBe("signed in");
  expect((await codesOf(waiting.id))[0]).toBe("user.approve");
});

test("rejection deletes the user with their tokens and is recorded beside the deletion", async () => {
  expect(await reject("machine", waiting.id)).toMatchObject({ status: 200, body: {} });
  expect((await callApi("GET", "/api/users", { token: waiting.token })).status).toBe(401);
  expect(await codesOf(waiting.id)).toEqual(["user.delete", "user.reject"]);
  const events = await database().read.auditEvent.findMany({ where: { targetId: waiting.id } });
  for (const { initiatorId, meta } of events) {
    expect(initiatorId).toBe(team.machine.id);
    expect(meta).toMatchObject({ username: waiting.name, email: waiting.email });
  }
});

test("approving or rejecting a user who is not pending is 422", async () => {
  const blocked = await seedMember(team.account, { role: "user", isBlocked: true });
  for (const { id } of [team.person, team.reader, blocked, team.owner]) {
    for (const answer of [await approve("admin", id), await reject("admin", id)]) {
      expect(answer).toMatchObject({
        status: 422,
        body: { message: `user ${id} is not pending approval` },
      });
    }
    expect(await codesOf(id)).toEqual([]);
  }
});

test("an unknown user, and one of another account, is 404", async () => {
  const elsewhere = await seedTeam();
  const foreign = await seedMember(elsewhere.account, PENDING);
  for (const id of ["NoSuchUser", foreign.id]) {
    for (const answer of [await approve("owner", id), await reject("owner", id)]) {
      expect(answer).toMatchObject({
        status: 404,
        body: { message: `user: ${id.toLowerCase()} not found` },
      });
    }
  }
});

test.each(["networkAdmin", "auditor", "billingAdmin", "person", "reader"] as const)(
  "%s gets 403 on approvals and rejections, for unknown users too",
  async (who) => {
    const refused = { status: 403, body: { message: "permission denied" } };
    for (const id of [waiting.id, "NoSuchUser"]) {
      expect(await approve(who, id)).toMatchObject(refused);
      expect(await reject(who, id)).toMatchObject(refused);
    }
    expect((await callApi("GET", "/api/users", { token: waiting.token })).status).toBe(403);
  },
);

test("no user rejects themselves, and a pending owner is not deleted", async () => {
  expect(await reject("owner", team.owner.id)).toMatchObject({
    status: 422,
    body: { message: "self deletion is not allowed" },
  });
  const owner = await seedMember(team.account, { ...PENDING, role: "owner" });
  expect(await reject("admin", owner.id)).toMatchObject({
    status: 403,
    body: { message: "can't delete a user with the owner role" },
  });
});

test("one of a simultaneous approval and rejection succeeds", async () => {
  const answers = await Promise.all([approve("owner", waiting.id), reject("admin", waiting.id)]);
  const statuses = answers.map(({ status }) => status);
  expect([
    [200, 422],
    [404, 200],
  ]).toContainEqual(statuses);
});

test("a repeated Idempotency-Key of an approval is 409 with the user's ID", async () => {
  const key = { "idempotency-key": waiting.id };
  expect((await approve("owner", waiting.id, key)).status).toBe(200);
  expect(await approve("owner", waiting.id, key)).toMatchObject({
    status: 409,
    body: { resource_id: waiting.id },
  });
});

test.each<[string, Who, (t: Team) => string, number, string]>([
  ["without permission", "networkAdmin", () => "NoSuchUser", 403, "permission denied"],
  ["an unknown user", "admin", () => "NoSuchUser", 404, "user: nosuchuser not found"],
  ["a service user", "admin", (t) => t.reader.id, 404, "user account <id> doesn't exist"],
  [
    "a person",
    "machine",
    (t) => t.person.id,
    412,
    "can't invite a user with an activated netbird account",
  ],
  [
    "a person who waits for approval",
    "owner",
    () => waiting.id,
    412,
    "can't invite a user with an activated netbird account",
  ],
])("resending the invite of %s is refused", async (_, who, whom, status, message) => {
  const id = whom(team);
  const answer = await callApi("POST", `/api/users/${id}/invite`, { token: team[who].token });
  expect(answer).toMatchObject({ status, body: { message: message.replace("<id>", id) } });
});
