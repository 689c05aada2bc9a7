import { beforeAll, expect, test } from "vitest";
import { serviceIn } from "#lib/contract/protected-services.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { isWithin, KNOWN_SCOPES, type Scopes, scopesIn } from "#lib/policy/scopes.ts";

/** Stored scopes and networks by the name of their token. */
const STORED: Record<string, { scopes: string | null; allowedNetworks?: string }> = {
  whole: { scopes: null },
  placed: { scopes: null, allowedNetworks: "192.0.2.0/24" },
  nothing: { scopes: "" },
  everything: { scopes: "all" },
  reader: { scopes: "all:read self:update" },
  single: { scopes: "users:delete" },
  first: { scopes: "groups:read peers:read users:read" },
  middle: { scopes: "groups:read setup_keys:create users:write" },
  verbs: { scopes: "users:create users:delete users:read users:update" },
  parent: { scopes: "agent_network:write" },
  service: { scopes: "service:web" },
};

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  const { id } = await seedUser(team.account, { role: "admin", isServiceUser: true, name: "box" });
  for (const [name, data] of Object.entries(STORED)) {
    const token = await seedToken(id, { name });
    await database().write((tx) => tx.token.update({ where: { id: token.id }, data }));
  }
});

/** A service is no part of a whole role. */
const covers = (scope: string, scopes: Scopes) =>
  isWithin([scope], scopes) && (scopes !== null || serviceIn(scope) === undefined);

const call = (path: string) => callApi("GET", path, { token: team.owner.token });

async function namesOf(query: string): Promise<string[]> {
  const { body } = await call(`/api/tokens?page_size=100&${query}`);
  return body
    .map(({ name }: { name: string }) => name)
    .filter((name: string) => name in STORED)
    .sort();
}

test("a scope finds exactly the tokens whose scopes cover it, and those without scopes", async () => {
  for (const scope of [...KNOWN_SCOPES, "service:web", "service:we"]) {
    const covering = Object.entries(STORED)
      .filter(([, { scopes }]) => covers(scope, scopesIn(scopes)))
      .map(([name]) => name);
    expect(await namesOf(`scope=${scope}`), scope).toEqual(covering.sort());
  }
});

test("tokens with scopes or networks are restricted, all others are not", async () => {
  const others = Object.keys(STORED).filter((name) => name !== "whole");
  expect(await namesOf("restricted=true")).toEqual(others.sort());
  expect(await namesOf("restricted=false")).toEqual(["whole"]);
  expect(await namesOf("restricted=true&scope=users:write")).toEqual([
    "everything",
    "middle",
    "placed",
    "verbs",
  ]);
});

test("every order, the export and the revocation have the same filters", async () => {
  const query = "scope=setup_keys:create&restricted=true";
  const expected = ["everything", "middle", "placed"];
  for (const sort of ["name", "-expiration_date", "last_used", "-created_at"]) {
    expect(await namesOf(`${query}&sort=${sort}`), sort).toEqual(expected);
  }
  const { body: file } = await call(`/api/tokens/export?format=json&${query}`);
  const filter = { scope: "setup_keys:create", restricted: true };
  const { body: dry } = await callApi("POST", "/api/tokens/revoke", {
    token: team.owner.token,
    body: { filter, dry_run: true },
  });
  for (const list of [file, dry.tokens]) {
    expect(list.map(({ name }: { name: string }) => name).sort()).toEqual(expected);
  }
});

test.each([
  ["scope=", "scope must not be empty"],
  ["scope=user:read", "scope is not a known scope; the nearest is users:read"],
  ["scope=users_write", "scope is not a known scope; the nearest is users:write"],
  ["restricted=yes", "restricted must be true or false"],
])("?%s is refused by list and export", async (query, message) => {
  for (const path of ["/api/tokens", "/api/tokens/export"]) {
    const { status, body } = await call(`${path}?${query}`);
    expect([status, body.message]).toEqual([422, message]);
  }
});
