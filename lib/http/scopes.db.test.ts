import { beforeAll, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { pathOf, SAMPLES } from "#lib/dev/testing/requests.ts";
import { seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import {
  KNOWN_SCOPES,
  type Scopes,
  scopeOf,
  scopeRuleOf,
  scopesAllow,
} from "#lib/policy/scopes.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam({ tokensManageAccount: true });
});

const narrow = (tokenId: string, scopes: Scopes) =>
  database().write((tx) =>
    tx.token.update({ where: { id: tokenId }, data: { scopes: scopes?.join(" ") ?? null } }),
  );

/** A token of a new owner, for longer than the tokens that it creates. */
async function newCaller(scopes: Scopes): Promise<string> {
  const { id } = await seedUser(team.account, { role: "owner" });
  const expiresAt = new Date(Date.now() + 30 * DAY_MS);
  return (await seedToken(id, { scopes, expiresAt })).text;
}

/** What a token with any scopes may create. */
const HARMLESS: Partial<Record<OperationId, object>> = { "tokens.create": { scopes: [] } };

/** Calls an operation with a new token of an owner that has these scopes. */
async function callWith(id: OperationId, scopes: Scopes) {
  const { method, path } = operations[id] as Operation;
  const { params, body, token } = await SAMPLES[id](team);
  // Passwords are one's own.
  if (token) await narrow(await idOf(token), scopes);
  return callApi(method, pathOf(path, params), {
    token: token ?? (await newCaller(scopes)),
    ...(body && method !== "GET" ? { body: { ...body, ...HARMLESS[id] } } : {}),
  });
}

/** The fields of an object; lists and files differ by what the test itself adds. */
const formOf = (body: unknown) =>
  typeof body === "object" && body !== null && !Array.isArray(body)
    ? Object.keys(body)
    : typeof body;

const idOf = async (token: string) =>
  (await database().read.token.findUniqueOrThrow({ where: { publicId: token.slice(4, 14) } })).id;

const table = (Object.entries(operations) as [OperationId, Operation][]).filter(
  ([, { access }]) => access !== "anyone",
);
const scoped = table.filter(([, operation]) => typeof scopeRuleOf(operation) !== "string");

test.each(scoped.map(([id]) => id))("%s needs its scope, and nothing else", async (id) => {
  const rule = scopeRuleOf(operations[id]);
  if (typeof rule === "string") throw new Error(`${id} has no scope`);
  const scope = scopeOf(rule);
  const { alsoScope }: Operation = operations[id];
  const also = alsoScope === undefined ? [] : [alsoScope.replace(".", ":")];
  const whole = await callWith(id, null);
  const exact = await callWith(id, [scope, ...also]);
  expect([exact.status, formOf(exact.body)]).toEqual([whole.status, formOf(whole.body)]);
  const accepted = [scope, ...also].join(" ");
  expect(exact.headers.get("roost-accepted-scopes")).toBe(accepted);
  const others = KNOWN_SCOPES.filter((one) => !scopesAllow([one], rule).allowed);
  for (const scopes of [[], others]) {
    const refused = await callWith(id, scopes);
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ message: "permission denied", required_scope: [scope] });
    expect(refused.headers.get("www-authenticate")).toBe(
      `Bearer realm="roost", error="insufficient_scope", scope="${scope}"`,
    );
    expect(refused.headers.get("roost-accepted-scopes")).toBe(accepted);
  }
  for (const missing of also) {
    const { status, body } = await callWith(id, [scope]);
    expect([status, body.required_scope]).toEqual([403, [missing]]);
  }
});

test.each(table.filter(([, operation]) => scopeRuleOf(operation) === "session").map(([id]) => id))(
  "%s is refused to every token with scopes",
  async (id) => {
    for (const scopes of [[], ["all", "self:update"]]) {
      const { status, body, headers } = await callWith(id, scopes);
      expect([status, body.message]).toEqual([
        403,
        "access tokens with scopes can't do this: sign in to the dashboard",
      ]);
      expect(headers.get("www-authenticate")).toBeNull();
    }
  },
);

test.each(table.filter(([, operation]) => scopeRuleOf(operation) === "none").map(([id]) => id))(
  "%s answers a token without scopes",
  async (id) => {
    const { status, headers } = await callWith(id, []);
    expect(status).toBe(200);
    expect(headers.get("roost-accepted-scopes")).toBe("");
  },
);

test("a token that is narrowed while its write waits does not complete it", async () => {
  const { token, tokenId } = await seedMember(team.account, { role: "owner" });
  const { params, body } = await SAMPLES["groups.create"](team);
  const holding = await holdWrites();
  const created = callApi("POST", pathOf("/api/groups", params), { token, body });
  await holding.waiting;
  const data = { scopes: "groups:read" };
  await holding.release((tx) => tx.token.update({ where: { id: tokenId }, data }));
  const answer = await created;
  expect([answer.status, answer.body.required_scope]).toEqual([403, ["groups:create"]]);
});

test("the current user's permissions are those that the scopes leave of the role", async () => {
  const { token, tokenId } = await seedMember(team.account, { role: "auditor" });
  await narrow(tokenId, ["groups:write", "users:read"]);
  const { body } = await callApi("GET", "/api/users/current", { token });
  const allowed = Object.entries<Record<string, boolean>>(body.permissions.modules).flatMap(
    ([module, verbs]) =>
      Object.keys(verbs).flatMap((verb) => (verbs[verb] ? [`${module}.${verb}`] : [])),
  );
  expect(allowed).toEqual(["groups.read", "users.read"]);
});
