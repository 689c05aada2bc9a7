import { beforeAll, beforeEach, expect, test } from "vitest";
import { accountSettings } from "#lib/contract/account.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});
const allow = (accessTokenMaxDays: number | null) =>
  database().write((tx) =>
    tx.account.updateMany({ data: { settings: accountSettings.parse({ accessTokenMaxDays }) } }),
  );
beforeEach(() => allow(30));

const create = (who: Who, userId: string, expires_in: number, headers = {}) =>
  callApi("POST", `/api/users/${userId}/tokens`, {
    token: team[who].token,
    body: { name: "t", expires_in },
    headers,
  });
const LIMIT = "this account allows an expires_in of at most 30 days";

test("no creator exceeds the account's limit of a token's lifetime", async () => {
  const { owner, admin, person, machine, reader } = team;
  for (const [who, userId] of [
    ["owner", owner.id],
    ["admin", admin.id],
    ["person", person.id],
    ["owner", reader.id],
    ["machine", machine.id],
  ] as const) {
    expect((await create(who, userId, 30)).status, who).toBe(200);
    expect(await create(who, userId, 31), who).toMatchObject({
      status: 422,
      body: { message: LIMIT, errors: [{ path: "expires_in", message: LIMIT }] },
    });
  }
});

test("the contract's limit is checked before the permission, the permission before the account's", async () => {
  const { owner, person } = team;
  const contract = "expiration has to be between 1 and 365";
  for (const days of [0, 366]) {
    expect((await create("owner", owner.id, days)).body.message).toBe(contract);
  }
  expect(await create("reader", owner.id, 31)).toMatchObject({ status: 403 });
  expect(await create("owner", person.id, 31)).toMatchObject({ status: 403 });
  expect(await create("owner", "unknown", 31)).toMatchObject({ status: 404 });
});

test("a limit of one day is singular; without a limit 365 days are allowed", async () => {
  await allow(1);
  const { id } = team.owner;
  expect((await create("owner", id, 2)).body.message).toMatch(/ at most 1 day$/);
  await allow(null);
  expect((await create("owner", id, 365)).status).toBe(200);
});

test("a lowered limit keeps existing tokens unchanged", async () => {
  const { id } = team.owner;
  await allow(null);
  const made = (await create("owner", id, 200)).body;
  await allow(7);
  const path = `/api/users/${id}/tokens/${made.personal_access_token.id}`;
  const { body } = await callApi("GET", path, { token: made.plain_token });
  expect(body.expiration_date).toBe(made.personal_access_token.expiration_date);
});

test("a repeated creation gets its answer despite a new limit", async () => {
  const { id } = team.owner;
  const once = { "idempotency-key": "before-the-limit" };
  await allow(null);
  expect((await create("owner", id, 200, once)).status).toBe(200);
  await allow(7);
  expect((await create("owner", id, 200, once)).status).toBe(409);
});
