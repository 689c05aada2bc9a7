import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const GOOD = { name: "t", expires_in: 1 };
const make = (who: Who, userId: string, body: unknown = GOOD) =>
  callApi("POST", `/api/users/${userId}/tokens`, { token: team[who].token, body });

const NAME = "token name can't be empty";
const DAYS = "expiration has to be between 1 and 365";

/** Sent without any grant for an unknown user, so the message proves the order of the checks. */
test.each<[string, unknown, number, string, string?]>([
  [
    "unreadable JSON",
    "{",
    400,
    "couldn't parse JSON request: a } is missing at byte 2 (line 1, column 2)",
  ],
  ["an empty name", { name: "", expires_in: 0 }, 422, NAME, "name"],
  ["an absent name", { expires_in: 0 }, 422, NAME, "name"],
  ["absent days", { name: "t" }, 422, DAYS, "expires_in"],
  ["no days", { name: "t", expires_in: 0 }, 422, DAYS, "expires_in"],
  ["negative days", { name: "t", expires_in: -1 }, 422, DAYS, "expires_in"],
  ["366 days", { name: "t", expires_in: 366 }, 422, DAYS, "expires_in"],
  [
    "days as text",
    { name: "t", expires_in: "30" },
    422,
    "expires_in must be a number",
    "expires_in",
  ],
  [
    "half a day",
    { name: "t", expires_in: 0.5 },
    422,
    "expires_in must be a whole number",
    "expires_in",
  ],
  ["a name that is no string", { name: 3, expires_in: 1 }, 422, "name must be a string", "name"],
  ["a good body", GOOD, 403, "permission denied"],
])("create token: %s", async (_, body, status, message, path) => {
  const answer = await make("reader", "NoSuchUser", body);
  expect(answer).toMatchObject({ status, body: { message, code: status } });
  if (path !== undefined) expect(answer.body.errors).toContainEqual({ path, message });
});

test("every wrong field has its entry, and the first is the message", async () => {
  const { body } = await make("owner", team.owner.id, { name: "", expires_in: 4000 });
  expect(body).toMatchObject({
    message: NAME,
    errors: [
      { path: "name", message: NAME },
      { path: "expires_in", message: DAYS },
    ],
  });
});

test("permission is checked before the user's existence, existence before ownership", async () => {
  const calls = (who: Who, id: string) => [
    make(who, id),
    callApi("GET", `/api/users/${id}/tokens`, { token: team[who].token }),
    callApi("GET", `/api/users/${id}/tokens/x`, { token: team[who].token }),
    callApi("DELETE", `/api/users/${id}/tokens/x`, { token: team[who].token }),
  ];
  for (const answer of await Promise.all(calls("person", "NoSuchUser"))) {
    expect(answer).toMatchObject({ status: 403, body: { message: "permission denied" } });
  }
  for (const answer of await Promise.all(calls("networkAdmin", "NoSuchUser"))) {
    expect(answer).toMatchObject({ status: 404, body: { message: "user: nosuchuser not found" } });
  }
  for (const answer of await Promise.all(calls("networkAdmin", team.reader.id))) {
    const message = "admin role required to perform this action";
    expect(answer).toMatchObject({ status: 403, body: { message } });
  }
});

const PEOPLE: Who[] = EVERYONE.filter((who) => who !== "machine" && who !== "reader");

test.each(PEOPLE)("%s creates, lists, reads and revokes their own tokens", async (who) => {
  const { id, token } = team[who];
  const made = await make(who, id);
  expect(made).toMatchObject({ status: 200, body: { personal_access_token: { created_by: id } } });
  const path = `/api/users/${id}/tokens`;
  expect((await callApi("GET", path, { token })).body).toHaveLength(2);
  const itself = `${path}/${made.body.personal_access_token.id}`;
  expect((await callApi("GET", itself, { token })).status).toBe(200);
  expect((await callApi("DELETE", itself, { token })).status).toBe(200);
});

test.each(["reader", "auditorMachine"] as const)(
  "%s, which creates no tokens, still reads its own and revokes the one it uses",
  async (who) => {
    const role = who === "reader" ? "user" : "auditor";
    const { id, token, tokenId } = await seedMember(team.account, { role, isServiceUser: true });
    const path = `/api/users/${id}/tokens`;
    expect((await callApi("POST", path, { token, body: GOOD })).status).toBe(403);
    expect((await callApi("GET", path, { token })).body).toHaveLength(1);
    expect((await callApi("GET", `${path}/${tokenId}`, { token })).status).toBe(200);
    expect((await callApi("DELETE", `${path}/${tokenId}`, { token })).status).toBe(200);
    expect((await callApi("GET", path, { token })).status).toBe(401);
  },
);

test("a person does the same with a session", async () => {
  const { id } = team.person;
  const { cookie } = await seedSession(id);
  const made = await callApi("POST", `/api/users/${id}/tokens`, { cookie, body: GOOD });
  expect(made.status).toBe(200);
  const path = `/api/users/${id}/tokens/${made.body.personal_access_token.id}`;
  expect((await callApi("DELETE", path, { cookie })).status).toBe(200);
});

test("an account can forbid personal tokens; existing ones can still be revoked", async () => {
  const { id: accountId } = team.account;
  const set = (personalTokens: boolean) =>
    database().write((tx) =>
      tx.account.update({ where: { id: accountId }, data: { settings: { personalTokens } } }),
    );
  const member = await seedMember(team.account, { role: "user" });
  await set(false);
  const path = `/api/users/${member.id}/tokens`;
  expect(await callApi("POST", path, { token: member.token, body: GOOD })).toMatchObject({
    status: 403,
    body: { message: "personal access tokens are disabled in this account" },
  });
  expect((await make("owner", team.reader.id)).status, "for a service user").toBe(200);
  const itself = `${path}/${member.tokenId}`;
  expect((await callApi("DELETE", itself, { token: member.token })).status).toBe(200);
  await set(true);
});

test("owner and admins see and revoke every user's tokens, but create none for them", async () => {
  for (const who of ["owner", "admin", "machine"] as const) {
    const member = await seedMember(team.account, { role: "user" });
    const path = `/api/users/${member.id}/tokens`;
    const { token } = team[who];
    expect((await callApi("GET", path, { token })).body).toHaveLength(1);
    expect(await make(who, member.id)).toMatchObject({
      status: 403,
      body: { message: "admin role required to perform this action" },
    });
    expect((await callApi("DELETE", `${path}/${member.tokenId}`, { token })).status).toBe(200);
    expect((await callApi("GET", "/api/users", { token: member.token })).status).toBe(401);
  }
});

test("a caller without the grant causes no hashing", async () => {
  const warm = () => callApi("GET", "/api/users", { token: team.reader.token });
  await warm();
  const { id } = await seedUser(team.account, { role: "user", isServiceUser: true });
  const work = await bcryptDuring(async () => {
    expect((await make("reader", id)).status).toBe(403);
    expect((await make("reader", team.reader.id)).status).toBe(403);
  });
  expect(work.token).toBe(0);
});
