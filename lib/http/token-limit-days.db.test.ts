import { beforeAll, beforeEach, expect, test } from "vitest";
import { accountSettings } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});
const allow = (accessTokenMaxDays: number | null, serviceTokenMaxDays: number | null = null) =>
  database().write((tx) =>
    tx.account.updateMany({
      data: { settings: accountSettings.parse({ accessTokenMaxDays, serviceTokenMaxDays }) },
    }),
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

const YEAR = "expiration has to be between 1 and 365";
const dueIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const createUntil = (userId: string, days: number) =>
  callApi("POST", `/api/users/${userId}/tokens`, {
    token: team.owner.token,
    body: { name: "t", expires_at: dueIn(days) },
  });

test("service users get longer tokens where the account allows it, users do not", async () => {
  const { owner, reader } = team;
  await allow(null, 1000);
  expect((await create("owner", reader.id, 1000)).status).toBe(200);
  expect((await createUntil(reader.id, 999)).status).toBe(200);
  expect(await create("owner", reader.id, 1001)).toMatchObject({
    status: 422,
    body: { message: "this account allows an expires_in of at most 1000 days" },
  });
  expect(await createUntil(reader.id, 1001)).toMatchObject({
    status: 422,
    body: { errors: [{ path: "expires_at" }] },
  });
  for (const refused of [
    await create("owner", owner.id, 366),
    await create("person", team.person.id, 366),
    await createUntil(owner.id, 366),
  ]) {
    expect(refused.status).toBe(422);
  }
  expect((await create("person", reader.id, 366)).status).toBe(403);
  // Beyond the setting's own range.
  expect((await create("owner", reader.id, 3651)).body.message).toBe(YEAR);
});

test("the service users' limit takes the place of the account's, also a lower one", async () => {
  const { owner, reader, machine } = team;
  await allow(30, 1000);
  expect((await create("owner", reader.id, 1000)).status).toBe(200);
  expect((await create("owner", owner.id, 31)).body.message).toBe(LIMIT);
  await allow(null, 7);
  expect((await create("owner", owner.id, 365)).status).toBe(200);
  expect((await create("machine", machine.id, 7)).status).toBe(200);
  expect((await create("machine", machine.id, 8)).status).toBe(422);
  expect((await create("machine", machine.id, 366)).body.message).toBe(YEAR);
});

test("up to a year, the contract's limit holds for service users, before permissions", async () => {
  for (const days of [null, 7, 365]) {
    await allow(null, days);
    for (const who of ["owner", "person"] as const) {
      expect((await create(who, team.reader.id, 366)).body.message).toBe(YEAR);
    }
    expect((await createUntil(team.reader.id, 366)).body.message).toBe(
      "expires_at must be at most 365 days from now",
    );
  }
});

test("a rotated token of a service user lives as long as the account allows", async () => {
  const { reader, owner } = team;
  await allow(null, 1000);
  const made = (await create("owner", reader.id, 900)).body;
  const rotate = async (userId: string, tokenId: string, body: object, token = owner.token) => {
    const path = `/api/users/${userId}/tokens/${tokenId}/rotate`;
    return callApi("POST", path, { token, body: { activate: "now", ...body } });
  };
  const { id } = made.personal_access_token;
  const daysOf = ({ body }: Awaited<ReturnType<typeof rotate>>) =>
    Math.round((Date.parse(body.personal_access_token.expiration_date) - Date.now()) / DAY_MS);
  expect(daysOf(await rotate(reader.id, id, {}))).toBe(900);
  expect(daysOf(await rotate(reader.id, id, { expires_in: 1000 }))).toBe(1000);
  expect((await rotate(reader.id, id, { expires_in: 1001 })).status).toBe(422);
  expect((await rotate(owner.id, owner.tokenId, { expires_in: 366 })).status).toBe(422);
  await allow(null, null);
  expect((await rotate(reader.id, id, { expires_in: 366 })).body.message).toBe(YEAR);
  expect(daysOf(await rotate(reader.id, id, {}))).toBe(365);
});

test("a limit that is lowered during the creation applies", async () => {
  await allow(null, 1000);
  const { waiting, release } = await holdWrites();
  const answer = create("owner", team.reader.id, 1000);
  await waiting;
  const settings = accountSettings.parse({ serviceTokenMaxDays: null });
  await release((tx) => tx.account.updateMany({ data: { settings } }));
  expect((await answer).status).toBe(422);
});
