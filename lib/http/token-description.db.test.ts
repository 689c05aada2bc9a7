import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const tokenOf = (who: Who) => `/api/users/${team[who].id}/tokens/${team[who].tokenId}`;
const change = (who: Who, of: Who, description: unknown) =>
  callApi("POST", `${tokenOf(of)}/describe`, { token: team[who].token, body: { description } });
const described = (code = "personal.access.token.describe") =>
  database().read.auditEvent.findMany({ where: { activityCode: code }, orderBy: { id: "asc" } });

test("a description of a new token is in every answer about it, and absent without one", async () => {
  const { token } = team.owner;
  const path = `/api/users/${team.reader.id}/tokens`;
  const description = "Restores the backups – “nightly”";
  const body = { name: "t", expires_in: 1, description };
  const made = (await callApi("POST", path, { token, body })).body.personal_access_token;
  expect(made.description).toBe(description);
  const answers = [
    (await callApi("GET", `${path}/${made.id}`, { token })).body,
    (await callApi("GET", path, { token })).body[0],
    (await callApi("GET", `/api/tokens?id=${made.id}`, { token })).body[0],
    (await callApi("GET", `/api/tokens/export?format=json&id=${made.id}`, { token })).body[0],
  ];
  for (const answer of answers) expect(answer.description).toBe(description);
  expect((await callApi("GET", tokenOf("reader"), { token })).body).not.toHaveProperty(
    "description",
  );
});

test("a change is recorded with both texts, the same text is not, and empty clears it", async () => {
  expect((await change("owner", "reader", "one")).body.description).toBe("one");
  expect((await change("owner", "reader", "one")).status).toBe(200);
  expect((await change("owner", "reader", "")).body).not.toHaveProperty("description");
  const events = await described();
  expect(events.map(({ meta }) => meta)).toEqual([
    expect.objectContaining({ before: "", after: "one", target_token_id: team.reader.tokenId }),
    expect.objectContaining({ before: "one", after: "" }),
  ]);
  expect(events[0]).toMatchObject({ targetId: team.reader.id, initiatorId: team.owner.id });
});

test("users describe their own tokens, owners and admins all", async () => {
  for (const who of ["owner", "admin", "machine", "person", "reader"] as const) {
    const mayAll = ["owner", "admin", "machine"].includes(who);
    expect((await change(who, who, `by ${who}`)).status, who).toBe(200);
    expect((await change(who, "networkAdmin", "x")).status, who).toBe(mayAll ? 200 : 403);
  }
});

test("an unknown token or user is 404, also a token of another user", async () => {
  const { token } = team.owner;
  const body = { description: "x" };
  for (const path of [
    `/api/users/${team.reader.id}/tokens/none/describe`,
    `/api/users/none/tokens/${team.reader.tokenId}/describe`,
    `/api/users/${team.person.id}/tokens/${team.reader.tokenId}/describe`,
  ]) {
    expect((await callApi("POST", path, { token, body })).status).toBe(404);
  }
});

test.each([
  ["501 characters", "x".repeat(501), "description must be at most 500 characters"],
  ["a line break", "a\nb", "description can't contain the control character U+000A"],
  ["an escape", "a\u001b[2J", "description can't contain the control character U+001B"],
  [
    "a reordering",
    "a\u202eb",
    "description can't contain U+202E, which changes the direction of the text around it",
  ],
  ["blanks", "   ", "description can't be blank"],
  ["a number", 3, "description must be a string"],
])("%s is no description, of a new token either", async (_, description, message) => {
  const refused = { status: 422, body: { message, errors: [{ path: "description", message }] } };
  expect(await change("owner", "reader", description)).toMatchObject(refused);
  const answer = await callApi("POST", `/api/users/${team.reader.id}/tokens`, {
    token: team.owner.token,
    body: { name: "t", expires_in: 1, description },
  });
  expect(answer).toMatchObject(refused);
  expect(await described()).toEqual([]);
});

test("a body without a description changes nothing", async () => {
  await change("owner", "reader", "kept");
  const path = `${tokenOf("reader")}/describe`;
  const answer = await callApi("POST", path, { token: team.owner.token, body: {} });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "description" }] } });
  const { body } = await callApi("GET", tokenOf("reader"), { token: team.owner.token });
  expect(body.description).toBe("kept");
});

test("a key of idempotency is answered with the token's ID", async () => {
  const member = await seedMember(team.account, { role: "user" });
  const path = `/api/users/${member.id}/tokens/${member.tokenId}/describe`;
  const again = () =>
    callApi("POST", path, {
      token: member.token,
      body: { description: "once" },
      headers: { "idempotency-key": "describe-once" },
    });
  expect((await again()).status).toBe(200);
  expect(await again()).toMatchObject({ status: 409, body: { resource_id: member.tokenId } });
});
