import { beforeAll, expect, test } from "vitest";
import { database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  seedAccount,
  seedSession,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";

let account: SeededAccount;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
});

const IN_A_WEEK = new Date(Date.now() + 7 * 86_400_000);
const A_WEEK_AGO = new Date(Date.now() - 7 * 86_400_000);
async function member(
  seed: Partial<Parameters<typeof seedUser>[1]> = {},
  expiresAt: Date = IN_A_WEEK,
) {
  const user = await seedUser(account, { role: "user", ...seed });
  return { ...user, token: (await seedToken(user.id, { expiresAt })).text };
}
const expiry = ({ headers }: { headers: Headers }) => headers.get("token-expires");

test("every answer to a token has its expiry, for every status", async () => {
  const { id, token } = await member();
  const body = { name: "", expires_in: 0 };
  for (const [status, answer] of [
    [200, await callApi("GET", "/api/users/current", { token })],
    [200, await callApi("GET", "/api/tokens/export", { token })],
    [403, await callApi("GET", "/api/groups", { token })],
    [404, await callApi("GET", `/api/users/${id}/tokens/none`, { token })],
    [422, await callApi("POST", `/api/users/${id}/tokens`, { token, body })],
  ] as const) {
    expect([answer.status, expiry(answer)]).toEqual([status, IN_A_WEEK.toISOString()]);
  }
});

test("a blocked owner or an expired token gets the expiry once the secret is verified", async () => {
  const blocked = await member({ isBlocked: true });
  const refused = await callApi("GET", "/api/users", blocked);
  expect([refused.status, expiry(refused)]).toEqual([403, IN_A_WEEK.toISOString()]);
  const late = await callApi("GET", "/api/users", await member({}, A_WEEK_AGO));
  expect([late.status, expiry(late)]).toEqual([401, A_WEEK_AGO.toISOString()]);
});

test("a caller without a verified token gets no expiry", async () => {
  const { id, token } = await member();
  const wrong = `${token.slice(0, 14)}${"0".repeat(26)}`;
  const { cookie } = await seedSession(id);
  for (const answer of [
    await callApi("GET", "/api/users", { token: wrong }),
    await callApi("GET", "/api/users/current", { cookie }),
    await callApi("GET", "/api/users"),
    await callApi("GET", "/api/instance", { token }),
  ]) {
    expect(expiry(answer)).toBeNull();
  }
});

test("an unexpected error has the expiry too", async () => {
  const { token } = await member({ role: "owner" });
  const real = database();
  const broken = new Proxy(real.read, {
    get(client, name) {
      if (name === "token") return client.token;
      throw new Error("a detail of the inside");
    },
  });
  useDatabase({ ...real, read: broken });
  const answer = await callApi("GET", "/api/accounts", { token });
  useDatabase(real);
  expect([answer.status, expiry(answer)]).toEqual([500, IN_A_WEEK.toISOString()]);
});
