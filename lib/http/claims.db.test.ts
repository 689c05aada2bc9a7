import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { introspection } from "#lib/contract/introspection.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { pathOf, SAMPLES, type Sample } from "#lib/dev/testing/requests.ts";
import { readEveryTable } from "#lib/dev/testing/sample-rows.ts";
import { markTokensUsed, seedGroup, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let url: string;
let team: Team;
beforeAll(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  team = await seedTeam({ tokensManageAccount: true });
  await markTokensUsed();
});

const OF_A_TOKEN = ["id", "created_by", "created_at", "last_used", "last_used_ip"];

/** Fields that the server computes, so that a value of theirs cannot be a wish. */
const FACTS: Partial<Record<OperationId, string[]>> = {
  "users.create": ["id", "last_login", "is_current"],
  "users.update": ["last_login", "is_current"],
  "groups.create": ["id", "peers_count", "resources_count"],
  "groups.update": ["peers_count", "resources_count"],
  "invites.create": ["id", "created_at", "expired", "valid", "invite_token"],
  "invites.regenerate": ["invite_token"],
  "invites.accept": ["success"],
  "resets.accept": ["success"],
  "tokens.create": OF_A_TOKEN,
  "tokens.describe": OF_A_TOKEN,
  "tokens.narrow": OF_A_TOKEN,
  "tokens.rotate": OF_A_TOKEN,
  "tokens.self.rotate": OF_A_TOKEN,
  "protected_services.create": ["id", "created_at", "updated_at"],
  "protected_services.update": ["created_at", "updated_at"],
  "accounts.update": ["created_at", "created_by"],
  // Its body is no object that is stored.
  "introspection.check": Object.keys(introspection.shape),
};

const WRITES = (Object.keys(operations) as OperationId[]).filter((id) => {
  const { body, response }: Operation = operations[id];
  return id !== "instance.setup" && body !== null && response instanceof z.ZodObject;
});

const shapeOf = (schema: unknown): Record<string, z.core.$ZodType> => {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodPipe) return shapeOf(schema.in);
  return schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
    ? shapeOf(schema.unwrap())
    : {};
};

/** Paths that the answer has and the body does not, in objects that both have. */
function shownOnly(read: unknown, shown: unknown): string[][] {
  const known = shapeOf(read);
  return Object.entries(shapeOf(shown)).flatMap(([name, inner]) =>
    name in known ? shownOnly(known[name], inner).map((path) => [name, ...path]) : [[name]],
  );
}

const withAt = (body: object, [key = "", ...rest]: string[], value: unknown): object => ({
  ...body,
  [key]: rest.length === 0 ? value : withAt(Object(Object(body)[key]), rest, value),
});

async function send(id: OperationId, sample: Sample, body: object) {
  const { method, path } = operations[id];
  const token = sample.token ?? team.owner.token;
  return callApi(method, pathOf(path, sample.params), { token, body });
}

async function everything() {
  const {
    TokenUse: _,
    DailyUse: __,
    TokenAddress: ___,
    UseWriter: ____,
    ...tables
  } = await readEveryTable(database(), url);
  return tables;
}

test.each(WRITES)(
  "%s: a field of the answer that the body sets is applied or refused by name",
  async (id) => {
    const operation: Operation = operations[id];
    const facts = new Set(FACTS[id]);
    for (const path of shownOnly(operation.body, operation.made ?? operation.response)) {
      const sample = await SAMPLES[id](team);
      // Uses are written later, which would look like a change of the refused request.
      await markTokensUsed();
      const body = withAt(sample.body ?? {}, path, "another");
      const before = await everything();
      const answer = await send(id, sample, body);
      if (facts.has(path.join("."))) {
        expect([path, answer.status]).toEqual([path, 200]);
        continue;
      }
      expect([path, answer.status, answer.body.errors?.[0]?.path]).toEqual([
        path,
        422,
        path.join("."),
      ]);
      expect(await everything()).toEqual(before);
    }
  },
);

test("accepts a body that repeats what was read, whatever else it holds", async () => {
  const { token } = team.owner;
  const { id } = await seedUser(team.account, { role: "user" });
  const read = (await callApi("GET", `/api/users/${id}`, { token })).body;
  const blocked = await callApi("PUT", `/api/users/${id}`, {
    token,
    body: { ...read, is_blocked: true },
  });
  expect([blocked.status, blocked.body.status]).toEqual([200, "blocked"]);
  const groupId = await seedGroup(team.account);
  const group = (await callApi("GET", `/api/groups/${groupId}`, { token })).body;
  const changed = await callApi("PUT", `/api/groups/${groupId}`, {
    token,
    body: { ...group, peers: ["p1"] },
  });
  expect([changed.status, changed.body.peers_count]).toEqual([200, 1]);
  const [account] = (await callApi("GET", "/api/accounts", { token })).body;
  const put = await callApi("PUT", `/api/accounts/${account.id}`, { token, body: account });
  expect([put.status, put.body]).toEqual([200, account]);
});

test("a PUT with another email or password is refused and changes nothing", async () => {
  const { token } = team.owner;
  const { id, email } = await seedUser(team.account, { role: "user" });
  const body = { role: "admin", auto_groups: [], EMAIL: "new@example.test" };
  const answer = await callApi("PUT", `/api/users/${id}`, { token, body });
  const message = "email can't be set by this request";
  expect([answer.status, answer.body.message]).toEqual([422, message]);
  expect(answer.body.errors).toEqual([{ path: "email", message }]);
  expect(await database().read.user.findUnique({ where: { id } })).toMatchObject({
    email,
    role: "user",
  });
  const wanted = { ...body, EMAIL: "p2@example.test", name: "p", password: "chosen by hand" };
  const made = await callApi("POST", "/api/users", { token, body: { ...wanted, role: "user" } });
  expect([made.status, made.body.errors?.[0]?.path]).toEqual([422, "password"]);
});

const TOKEN_SWITCHES = ["access_tokens_manage_account", "personal_access_tokens_enabled"];

test("every switch of the account is applied or refused by name", async () => {
  const { token } = team.owner;
  const [account] = (await callApi("GET", "/api/accounts", { token })).body;
  const switches = Object.entries(account.settings).filter(([, on]) => typeof on === "boolean");
  for (const [name, on] of switches) {
    const settings = {
      ...account.settings,
      peer_expose_groups: ["g"],
      dashboard_features: { agent_network: true },
      [name]: !on,
    };
    const answer = await callApi("PUT", `/api/accounts/${account.id}`, {
      token,
      body: { settings },
    });
    if (answer.status === 200) expect([name, answer.body.settings[name]]).toEqual([name, !on]);
    // A token may not change what tokens may do.
    else if (TOKEN_SWITCHES.includes(name)) expect(answer.status).toBe(403);
    else expect([name, answer.body.errors[0].path]).toEqual([name, `settings.${name}`]);
  }
});
