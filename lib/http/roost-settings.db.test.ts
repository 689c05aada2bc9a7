import { beforeEach, expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

const PATH = "/api/roost/settings";

let team: Team;
let cookie: string;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ cookie } = await seedSession(team.owner.id));
});

const account = async () =>
  (await callApi("GET", "/api/accounts", { token: team.machine.token })).body[0].settings;

test("Roost's settings are those of the account, at a path of their own", async () => {
  const { body } = await callApi("GET", PATH, { token: team.reader.token });
  const { extra, ...settings } = await account();
  const { user_approval_required, ...own } = body;
  expect(user_approval_required).toBe(extra.user_approval_required);
  expect(settings).toMatchObject(own);
});

test("a change keeps what is absent, and shows at both paths", async () => {
  const before = await account();
  const sent = { access_token_max_days: 30, leak_action: "notify", user_approval_required: false };
  const { status, body } = await callApi("PUT", PATH, { cookie, body: sent });
  expect([status, body]).toEqual([200, expect.objectContaining(sent)]);
  expect(await account()).toEqual({
    ...before,
    access_token_max_days: 30,
    leak_action: "notify",
    extra: { ...before.extra, user_approval_required: false },
  });
});

test("a token changes no setting of tokens, whatever else it sends", async () => {
  const before = await account();
  const body = { user_approval_required: false, access_token_max_days: 30 };
  const { status } = await callApi("PUT", PATH, { token: team.owner.token, body });
  expect(status).toBe(403);
  expect(await account()).toEqual(before);
});

test("a wrong value is refused by its name, and nothing is stored", async () => {
  const before = await account();
  const body = { access_review_days: 5000, user_approval_required: false };
  const { status, body: refused } = await callApi("PUT", PATH, { cookie, body });
  expect([status, refused.errors[0].path]).toEqual([422, "access_review_days"]);
  expect(await account()).toEqual(before);
});

test("Roost's audit is at a path of its own, page by page", async () => {
  await callApi("PUT", PATH, { cookie, body: { access_token_max_days: 30 } });
  const own = await callApi("GET", "/api/roost/events/audit?page_size=1", { cookie });
  const { body } = await callApi("GET", "/api/events/audit?page_size=1", { cookie });
  expect(own.body).toEqual(body);
  expect(own.body).toHaveLength(1);
});
