import { beforeEach, expect, test } from "vitest";
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
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

let account: SeededAccount;
let owner: Member;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount({ accessTokenMaxPerUser: 3 });
  owner = await seedMember(account, { role: "owner" });
});

const create = (userId: string) =>
  callApi("POST", `/api/users/${userId}/tokens`, {
    token: owner.token,
    body: { name: "t", expires_in: 1 },
  });
const setMax = async (value: unknown) =>
  callApi("PUT", `/api/accounts/${account.id}`, {
    cookie: (await seedSession(owner.id)).cookie,
    body: { settings: { peer_login_expiration: 3600, access_token_max_per_user: value } },
  });

test("simultaneous creations succeed up to the limit, and the refusal names the setting", async () => {
  const { id } = await seedUser(account, { role: "user", isServiceUser: true });
  await seedToken(id, { expiresAt: new Date(Date.now() - 1000) });
  const answers = await Promise.all(Array.from({ length: 8 }, () => create(id)));
  expect(answers.map(({ status }) => status).sort()).toEqual([
    ...[200, 200, 200],
    ...Array(5).fill(422),
  ]);
  expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({
    message: expect.stringContaining("access_token_max_per_user of this account is 3"),
    errors: [{ path: "access_token_max_per_user" }],
  });
});

test("the limit is per user, and revoking a token frees a place", async () => {
  const [first, second] = [
    await seedMember(account, { role: "user", isServiceUser: true }),
    await seedMember(account, { role: "user", isServiceUser: true }),
  ];
  for (const _ of [1, 2]) expect((await create(first.id)).status).toBe(200);
  expect((await create(first.id)).status).toBe(422);
  expect((await create(second.id)).status).toBe(200);
  const path = `/api/users/${first.id}/tokens/${first.tokenId}`;
  expect((await callApi("DELETE", path, { token: owner.token })).status).toBe(200);
  expect((await create(first.id)).status).toBe(200);
});

test("tokens over a lowered limit still work, and none can be added", async () => {
  const machine = await seedMember(account, { role: "user", isServiceUser: true });
  expect((await create(machine.id)).status).toBe(200);
  expect((await setMax(1)).status).toBe(200);
  expect((await callApi("GET", "/api/users", { token: machine.token })).status).toBe(200);
  expect((await create(machine.id)).status).toBe(422);
  expect((await setMax(3)).status).toBe(200);
  expect((await create(machine.id)).status).toBe(200);
});

test.each([0, -1, 1.5, 10_001, "5", true])("%j is no limit of tokens", async (value) => {
  expect(await setMax(value)).toMatchObject({
    status: 422,
    body: { errors: [{ path: "settings.access_token_max_per_user" }] },
  });
});

test("an account without the setting allows a hundred tokens", async () => {
  const { token } = await seedMember(await seedAccount(), { role: "owner" });
  const [{ settings }] = (await callApi("GET", "/api/accounts", { token })).body;
  expect(settings.access_token_max_per_user).toBe(100);
});
