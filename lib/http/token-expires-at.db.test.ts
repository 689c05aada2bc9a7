import { beforeAll, expect, test } from "vitest";
import { accountSettings } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const create = (body: object, who: "owner" | "reader" = "owner") =>
  callApi("POST", `/api/users/${team.machine.id}/tokens`, {
    token: team[who].token,
    body: { name: "t", ...body },
  });
const after = (ms: number) => new Date(Date.now() + ms).toISOString();
const HOUR = 3_600_000;

const DAY = after(30 * DAY_MS).slice(0, 10);

test.each([
  ["in UTC", `${DAY}T09:30:00Z`, `${DAY}T09:30:00.000Z`],
  ["with an offset", `${DAY}T09:30:00+02:00`, `${DAY}T07:30:00.000Z`],
  ["with a fraction", `${DAY}T09:30:00.125Z`, `${DAY}T09:30:00.125Z`],
])("a token expires exactly at expires_at %s", async (_, expires_at, stored) => {
  const { status, body } = await create({ expires_at });
  expect([status, body.personal_access_token.expiration_date]).toEqual([200, stored]);
});

const ONE = "either expires_in or expires_at must be given";
const FORM = "expires_at must be a time with a time zone, as in 2027-01-31T09:00:00Z";

test.each<[string, object, string]>([
  ["both", { expires_in: 1, expires_at: after(HOUR) }, ONE],
  ["no zone", { expires_at: "2027-01-31T09:00:00" }, FORM],
  ["a date", { expires_at: "2027-01-31" }, FORM],
  ["no day of the calendar", { expires_at: "2027-02-30T09:00:00Z" }, FORM],
  ["a number", { expires_at: 1_800_000_000 }, FORM],
  ["an empty text", { expires_at: "" }, FORM],
  ["the past", { expires_at: after(-1) }, "expires_at must be in the future"],
  [
    "more than 365 days",
    { expires_at: after(365 * DAY_MS + HOUR) },
    "expires_at must be at most 365 days from now",
  ],
])("%s is refused by the name of the field, before permissions", async (_, body, message) => {
  const answer = await create(body, "reader");
  expect(answer).toMatchObject({
    status: 422,
    body: { message, errors: [{ path: "expires_at", message }] },
  });
});

test("without either, the message is NetBird's about expires_in", async () => {
  const message = "expiration has to be between 1 and 365";
  for (const body of [{}, { expires_at: null }, { expires_in: null }]) {
    expect((await create(body)).body).toMatchObject({
      message,
      errors: [{ path: "expires_in", message }],
    });
  }
});

test("the name in another spelling is refused, since it would be ignored", async () => {
  for (const name of ["expiresAt", "Expires-At", "EXPIRESAT"]) {
    const { status, body } = await create({ expires_in: 365, [name]: after(HOUR) });
    expect([status, body.errors?.[0].path]).toEqual([422, name]);
  }
  expect((await create({ EXPIRES_AT: after(HOUR) })).status).toBe(200);
});

test("the account's limit of days holds for expires_at, to the second", async () => {
  const limit = (accessTokenMaxDays: number | null) =>
    database().write((tx) =>
      tx.account.updateMany({ data: { settings: accountSettings.parse({ accessTokenMaxDays }) } }),
    );
  await limit(7);
  const message = "this account allows an expires_at of at most 7 days from now";
  expect((await create({ expires_at: after(7 * DAY_MS) })).status).toBe(200);
  const answer = await create({ expires_at: after(7 * DAY_MS + HOUR) });
  expect(answer).toMatchObject({
    status: 422,
    body: { errors: [{ path: "expires_at", message }] },
  });
  await limit(null);
});
