import { beforeAll, expect, test } from "vitest";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { accept, inviteAs, newEmail, visit } from "#lib/dev/testing/invites.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const create = (who: Who, body: unknown) =>
  callApi("POST", "/api/users/invites", { token: team[who].token, body });

/** Each row fails its own check and later ones, so the message proves the order. */
test.each<[string, Who, unknown, number, string, string?]>([
  [
    "unreadable JSON",
    "reader",
    "{",
    400,
    "couldn't parse JSON request: a } is missing at byte 2 (line 1, column 2)",
  ],
  ["an unknown role", "reader", { role: "king" }, 422, "unknown user role king", "role"],
  ["an absent role", "reader", {}, 422, "unknown user role ", "role"],
  ["an empty name", "reader", { role: "owner" }, 422, "name can't be empty", "name"],
  ["an empty email", "reader", { role: "owner", name: "x" }, 422, "email can't be empty", "email"],
  [
    "the owner's role",
    "owner",
    { role: "OWNER", name: "x", email: "x" },
    422,
    "can't invite a user with owner role",
    "role",
  ],
  [
    "an invalid email",
    "reader",
    { role: "user", name: "x", email: "x" },
    422,
    "invalid email format",
    "email",
  ],
  [
    "permission before the taken email and the expiry",
    "reader",
    { role: "user", name: "x", email: "taken@example.test", expires_in: 1 },
    403,
    "permission denied",
  ],
  [
    "more groups than a list may have",
    "owner",
    { role: "user", name: "x", email: "g@example.test", auto_groups: Array(1001).fill("g") },
    422,
    "auto_groups must have at most 1000 entries",
    "auto_groups",
  ],
  [
    "an expiry that is no whole number",
    "owner",
    { role: "user", name: "x", email: "e@example.test", expires_in: 3600.5 },
    422,
    "expires_in must be a whole number",
    "expires_in",
  ],
  [
    "an expiry beyond the last date",
    "owner",
    { role: "user", name: "x", email: "e@example.test", expires_in: 9e15 },
    422,
    "expires_in must be at most 3153600000 seconds",
    "expires_in",
  ],
  [
    "an expiry under an hour",
    "owner",
    { role: "user", name: "x", email: "e@example.test", expires_in: 3599 },
    422,
    "invite expiration must be at least 1 hour",
    "expires_in",
  ],
])("create invite: %s", async (_, who, body, status, message, path) => {
  const before = await database().read.invite.count();
  const answer = await create(who, body);
  expect(answer).toMatchObject({ status, body: { message, code: status } });
  if (path !== undefined) {
    const reason = expect.stringContaining(message);
    expect(answer.body.errors).toContainEqual({ path, message: reason });
  }
  expect(await database().read.invite.count()).toBe(before);
});

test("an email of a user or an invite is 409 in any letter case, before the expiry", async () => {
  const { email } = await inviteAs(team.owner.token);
  const ask = (wanted: string) =>
    create("owner", { email: wanted, name: "x", role: "user", expires_in: 1 });
  expect(await ask(email.toUpperCase())).toMatchObject({
    status: 409,
    body: { message: "invite already exists for this email" },
  });
  expect(await ask(team.person.email.toUpperCase())).toMatchObject({
    status: 409,
    body: { message: "user with this email already exists" },
  });
});

test("eight simultaneous invites of one email create one invite", async () => {
  const body = { email: newEmail(), name: "x", role: "user" };
  const answers = await Promise.all(Array.from({ length: 8 }, () => create("admin", body)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
});

test("regenerate: unreadable JSON, then permission, then the invite, then the expiry", async () => {
  const { id } = await inviteAs(team.owner.token);
  const ask = (who: Who, invite: string, body: unknown) =>
    callApi("POST", `/api/users/invites/${invite}/regenerate`, { token: team[who].token, body });
  expect(await ask("reader", "nosuchinvite", "{")).toMatchObject({ status: 400 });
  const short = { expires_in: 3599 };
  expect(await ask("reader", "nosuchinvite", short)).toMatchObject({
    status: 403,
    body: { message: "permission denied" },
  });
  expect(await ask("owner", "nosuchinvite", short)).toMatchObject({
    status: 404,
    body: { message: "user invite not found" },
  });
  expect(await ask("owner", id, short)).toMatchObject({
    status: 422,
    body: { message: "invite expiration must be at least 1 hour" },
  });
});

const unknown = newTokenText("nbi_").text;
const flipped = `${unknown.slice(0, -1)}${unknown.endsWith("0") ? "1" : "0"}`;

test.each([
  ["nbi_", "invalid invite token: invalid token length"],
  [`${unknown}0`, "invalid invite token: invalid token length"],
  [flipped, "invalid invite token: checksum does not match"],
  [`${unknown.slice(0, -1)}-`, "invalid invite token: checksum decoding failed: invalid character"],
])("a public invite token like %s is 422", async (token, message) => {
  for (const answer of [await visit(token), await accept(token)]) {
    expect(answer).toMatchObject({ status: 422, body: { message } });
  }
});

test("a well-formed token without an invite is 404", async () => {
  for (const answer of [await visit(unknown), await accept(unknown)]) {
    expect(answer).toMatchObject({ status: 404, body: { message: "user invite not found" } });
  }
});

test("a token without the invite prefix requires a credential first", async () => {
  const anonymous = { status: 401, body: { message: "no valid authentication provided" } };
  for (const text of ["cq0example0id0000000", "NBI_x", newTokenText("nbp_").text]) {
    expect(await visit(text)).toMatchObject(anonymous);
    expect(await accept(text, "{")).toMatchObject(anonymous);
  }
  const { token } = team.person;
  const path = `/api/users/invites/${newTokenText("nbp_").text}`;
  expect(await callApi("GET", path, { token })).toMatchObject({
    status: 422,
    body: { message: "invalid invite token: invalid token prefix" },
  });
});

const invalidPassword = (text: string) => `invalid password: password must ${text}`;

test.each<[unknown, number, string]>([
  ["{", 400, "couldn't parse JSON request: a } is missing at byte 2 (line 1, column 2)"],
  [{}, 422, "password is required"],
  [{ password: "" }, 422, "password is required"],
  [{ password: "Aa1-567" }, 422, invalidPassword("be at least 8 characters long")],
  [{ password: `Aa1-${"x".repeat(69)}` }, 422, invalidPassword("be at most 72 bytes long")],
  [{ password: `Aa1-${"ä".repeat(35)}` }, 422, invalidPassword("be at most 72 bytes long")],
  [{ password: "Abcdefg1\0" }, 422, "password contains characters that cannot be stored"],
])("accept with %o fails before the token is checked", async (body, status, message) => {
  expect(await accept("nbi_", body)).toMatchObject({ status, body: { message } });
});

test("no character class is required, and 72 bytes are a valid password", async () => {
  for (const password of ["only small letters", `A 1${"ä".repeat(34)}x`]) {
    const { token } = await inviteAs(team.owner.token);
    expect((await accept(token, { password })).status, password).toBe(200);
  }
});

test("an expired invite is reported, refused, and works again with a new link", async () => {
  const { id, token } = await inviteAs(team.owner.token);
  const expiresAt = new Date(Date.now() - 1);
  await database().write((tx) => tx.invite.update({ where: { id }, data: { expiresAt } }));
  expect(await visit(token)).toMatchObject({ status: 200, body: { valid: false } });
  expect(await accept(token)).toMatchObject({
    status: 422,
    body: { message: "invite has expired" },
  });
  const listed = await callApi("GET", "/api/users/invites", { token: team.owner.token });
  const mine = listed.body.find((one: { id: string }) => one.id === id);
  expect(mine).toMatchObject({ expired: true, valid: false });
  const path = `/api/users/invites/${id}/regenerate`;
  const made = await callApi("POST", path, { token: team.owner.token });
  expect((await accept(made.body.invite_token)).status).toBe(200);
});

test("an invite whose email a user has since taken is 409 and changes no user", async () => {
  const { token, email } = await inviteAs(team.owner.token);
  const body = { email: email.toLowerCase(), name: "First", role: "user" };
  await callApi("POST", "/api/users", { token: team.owner.token, body });
  expect(await accept(token)).toMatchObject({
    status: 409,
    body: { message: "user with this email already exists" },
  });
});
