import { beforeAll, expect, test } from "vitest";
import { operations } from "#lib/contract/operations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { newEmail } from "#lib/dev/testing/invites.ts";
import { pathOf, SAMPLES } from "#lib/dev/testing/requests.ts";
import { seedGroup, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

/** Every operation whose body has a name, except setup, which runs only once. */
const NAMING = Object.entries(operations)
  .filter(([, { body }]) => body !== null && "name" in body.shape)
  .map(([id]) => id as keyof typeof operations)
  .filter((id) => id !== "instance.setup");

const REFUSED: [string, string][] = [
  ["\u200b", "name needs a visible character"],
  ["\u200d\u200c\u2060", "name needs a visible character"],
  ["\u3164", "name needs a visible character"],
  ["\u115f\u1160\uffa0", "name needs a visible character"],
  ["\u00ad \u00ad", "name needs a visible character"],
  ["\u0301\u0308", "name needs a visible character"],
  ["\u2800", "name needs a visible character"],
  ["\ufe0f\u{e0061}\u{e007f}", "name needs a visible character"],
  ["\u200f", "name needs a visible character"],
  ["\u00a0\u3000", "name can't be blank"],
  ["ci\u001b[31m", "name can't contain the control character U+001B"],
  ["ci\r\nadmin", "name can't contain the control character U+000D"],
  ["ci\u0085", "name can't contain the control character U+0085"],
  ["ci\u009b2J", "name can't contain the control character U+009B"],
  ["ci\u007f", "name can't contain the control character U+007F"],
  ["ci\u2028admin", "name can't contain the control character U+2028"],
  ...["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"].map(
    (mark): [string, string] => [
      `a${mark}gnp.exe`,
      `name can't contain U+${mark.charCodeAt(0).toString(16).toUpperCase()}, which changes the direction of the text around it`,
    ],
  ),
];

const ACCEPTED = [
  "می\u200cخواهم", // Persian with a joiner between two parts of a word
  "क्\u200dष", // an Indic joiner
  "👩\u200d🚀 build", // an emoji of several
  "❤\ufe0f", // a variation selector behind what it varies
  "(C++) שלום\u200e 1", // a mark beside Hebrew
  "e\u0301te\u0301", // letters in parts stay in parts
  "  padded  ",
];

async function call(id: keyof typeof operations, name: string) {
  const { method, path } = operations[id];
  const { params, body } = await SAMPLES[id](team);
  const given = id === "users.create" ? { ...body, email: newEmail() } : body;
  return callApi(method, pathOf(path, params), {
    token: team.owner.token,
    body: { ...given, name },
  });
}

test("five operations and setup take a name", () => {
  expect(NAMING.toSorted()).toEqual([
    "groups.create",
    "groups.update",
    "invites.create",
    "tokens.create",
    "users.create",
    "users.update",
  ]);
});

test.each(NAMING)(
  "%s refuses invisible and terminal control characters with the reason",
  async (id) => {
    for (const [name, message] of REFUSED) {
      const { status, body } = await call(id, name);
      expect([JSON.stringify(name), status, body.message]).toEqual([
        JSON.stringify(name),
        422,
        message,
      ]);
      expect(body.errors).toEqual([{ path: "name", message }]);
    }
  },
);

test.each(NAMING)("%s accepts names of all scripts and returns them as sent", async (id) => {
  for (const name of ACCEPTED) {
    const unique = id.startsWith("groups.create") ? `${name} ${id}` : name;
    const { status, body } = await call(id, unique);
    expect([unique, status]).toEqual([unique, 200]);
    expect((body.personal_access_token ?? body).name).toBe(unique);
  }
});

test("a service user may be created without a name", async () => {
  const body = { role: "user", is_service_user: true, name: "" };
  const answer = await callApi("POST", "/api/users", { token: team.owner.token, body });
  expect([answer.status, answer.body.name]).toEqual([200, ""]);
});

test("an update may repeat an old invalid name but not set one", async () => {
  const old = "old\u202e\u001b";
  const { token } = team.owner;
  const groupId = await seedGroup(team.account, { name: old });
  const group = await callApi("PUT", `/api/groups/${groupId}`, {
    token,
    body: { name: old, peers: ["p1"] },
  });
  expect([group.status, group.body.name, group.body.peers_count]).toEqual([200, old, 1]);
  const renamed = await callApi("PUT", `/api/groups/${groupId}`, {
    token,
    body: { name: `${old}!`, peers: [] },
  });
  expect([renamed.status, renamed.body.errors?.[0]?.path]).toEqual([422, "name"]);
  expect(await database().read.group.findUnique({ where: { id: groupId } })).toMatchObject({
    name: old,
    peers: ["p1"],
  });
  const { id } = await seedUser(team.account, { role: "user", isServiceUser: true, name: old });
  const user = await callApi("PUT", `/api/users/${id}`, {
    token,
    body: { role: "auditor", auto_groups: [], name: old },
  });
  expect([user.status, user.body.name, user.body.role]).toEqual([200, old, "auditor"]);
});

test("IDs that are stored as sent have no control characters either", async () => {
  const { token } = team.owner;
  const body = { name: "of peers", peers: ["p\u001b[2J"] };
  const answer = await callApi("POST", "/api/groups", { token, body });
  expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, "peers.0"]);
});

test("a user agent is stored as one printable line", async () => {
  const agent = Buffer.from("Büro\u202e/1.0 \u009b2J", "utf8").toString("latin1");
  const path = `/api/users/${team.owner.id}/tokens`;
  const made = await callApi("POST", path, {
    token: team.owner.token,
    body: { name: "agent", expires_in: 1 },
    headers: { "user-agent": agent },
  });
  expect(made.status).toBe(200);
  const event = await database().read.auditEvent.findFirst({ orderBy: { id: "desc" } });
  expect(event?.meta).toMatchObject({ user_agent: "Büro\ufffd/1.0 \ufffd2J" });
});
