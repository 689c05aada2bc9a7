import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";

const OWNER = { name: "First", email: "first@example.test", password: "eight tall trees" };

beforeEach(async () => {
  useTestSettings({ setupTokenEnabled: true });
  await freshDatabase();
});

test("eight simultaneous setups create one account, one owner and one All group", async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      callApi("POST", "/api/setup", { body: { ...OWNER, email: `${at}@example.test` } }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)]);
  const { read } = database();
  const counts = [await read.account.count(), await read.user.count(), await read.group.count()];
  expect(counts).toEqual([1, 1, 1]);
  expect((await callApi("GET", "/api/instance")).body).toEqual({ setup_required: false });
});

test.each([
  [{ email: "" }, "email is required"],
  [{ email: "no" }, "invalid email format"],
  [{ name: "" }, "name is required"],
  [{ password: undefined }, "password is required"],
  [{ password: "1234567" }, "password must be at least 8 characters"],
  [{ password: "x".repeat(73) }, "password must be at most 72 characters"],
  [{ create_pat: true, pat_expire_in: 366 }, "pat_expire_in must be between 1 and 365"],
])("a setup with %o is 422 and stores nothing", async (wrong, message) => {
  const answer = await callApi("POST", "/api/setup", { body: { ...OWNER, ...wrong } });
  expect(answer).toMatchObject({ status: 422, body: { message, code: 422 } });
  expect(answer.body.errors[0].message).toContain(message);
  expect(await database().read.user.count()).toBe(0);
});

test("a first token is returned only if the environment allows it, and works", async () => {
  useTestSettings({ setupTokenEnabled: false });
  const without = await callApi("POST", "/api/setup", { body: { ...OWNER, create_pat: true } });
  expect(without.status).toBe(200);
  expect(without.body).not.toHaveProperty("personal_access_token");
  await freshDatabase();
  useTestSettings({ setupTokenEnabled: true });
  const made = await callApi("POST", "/api/setup", { body: { ...OWNER, create_pat: true } });
  const token = made.body.personal_access_token;
  expect((await callApi("GET", "/api/users/current", { token })).body.role).toBe("owner");
});

test("another origin cannot set up a fresh installation", async () => {
  const foreign = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://elsewhere.example" },
    { host: "rebound.example" },
  ];
  for (const headers of foreign) {
    const answer = await callApi("POST", "/api/setup", { body: OWNER, headers });
    expect(answer.status, JSON.stringify(headers)).toBe(403);
  }
  const own = { "sec-fetch-site": "same-origin" };
  expect((await callApi("POST", "/api/setup", { body: OWNER, headers: own })).status).toBe(200);
});

test("a new account enables IPv6 for its group All and names the owner as creator", async () => {
  const made = await callApi("POST", "/api/setup", { body: { ...OWNER, create_pat: true } });
  const token = made.body.personal_access_token;
  const [all] = (await callApi("GET", "/api/groups?name=All", { token })).body;
  const [account] = (await callApi("GET", "/api/accounts", { token })).body;
  expect(account.settings.ipv6_enabled_groups).toEqual([all.id]);
  expect(account.created_by).toBe(made.body.user_id);
});
