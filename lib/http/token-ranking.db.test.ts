import { beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team } from "#lib/dev/testing/team.ts";

const LIST = "/api/tokens/advice";

let team: Team;
let machine: string;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  const owner = await seedUser(team.account, { role: "admin", isServiceUser: true });
  machine = owner.id;
});

const newToken = async (scopes: string[], expiresAt?: Date) =>
  (await seedToken(machine, { scopes, ...(expiresAt && { expiresAt }) })).id;

async function seedUse(tokenId: string, operation: string, daysAgo = 2, refused = 0) {
  const day = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const use = { accountId: team.account.id, tokenId, day, operation, count: 3, refused };
  await database().write((tx) => tx.tokenUse.create({ data: use }));
}

type Row = { token_id: string; unused_sensitive_rights: string[] };
const page = async (path = LIST) => {
  const answer = await callApi("GET", path, { token: team.owner.token });
  expect(answer.status).toBe(200);
  const link = (rel: string) =>
    new RegExp(`<([^>]+)>; rel="${rel}"`).exec(answer.headers.get("link") ?? "")?.[1];
  return { rows: answer.body as Row[], next: link("next"), previous: link("prev") };
};
/** The tokens of the machine, without those of the team, which hold whole roles. */
const ranked = async (ids: string[]) =>
  (await page()).rows.map(({ token_id }) => token_id).filter((id) => ids.includes(id));

test("the token with most unused sensitive rights is first", async () => {
  const one = await newToken(["users:write"]);
  const three = await newToken(["users:write", "pats:write", "groups:write"]);
  const two = await newToken(["users:write", "groups:write", "peers:write"]);
  const used = await newToken(["users:write", "groups:write", "settings:write"]);
  for (const operation of ["users.create", "groups.delete", "accounts.update"])
    await seedUse(used, operation);
  const harmless = await newToken(["peers:write", "users:read"]);
  expect(await ranked([one, two, three, used, harmless])).toEqual([three, two, one]);
  const { rows } = await page();
  expect(rows.find(({ token_id }) => token_id === two)).toMatchObject({
    ...{ user_id: machine, is_service_user: true, rights: 6, unused_rights: 6 },
    unused_sensitive_rights: ["groups:write", "users:write"],
  });
});

test("refused and old requests are no use, and only working tokens are ranked", async () => {
  const refused = await newToken(["users:write"]);
  await seedUse(refused, "users.create", 2, 3);
  const old = await newToken(["users:write"]);
  await seedUse(old, "users.create", 91);
  const expired = await newToken(["users:write"], new Date(Date.now() - 1));
  const disabled = await newToken(["users:write"]);
  const { id: blocked } = await seedUser(team.account, { role: "admin", isBlocked: true });
  const ofBlocked = (await seedToken(blocked)).id;
  await database().write((tx) =>
    tx.token.update({ where: { id: disabled }, data: { disabledAt: new Date() } }),
  );
  const all = [refused, old, expired, disabled, ofBlocked];
  expect((await ranked(all)).sort()).toEqual([refused, old].sort());
});

test("pages follow each other in both directions without gaps", async () => {
  for (const scope of ["users:write", "users:create", "groups:write"]) await newToken([scope]);
  const expected = (await page()).rows.map(({ token_id }) => token_id);
  expect(expected.length).toBeGreaterThan(4);
  const forwards: string[] = [];
  let path: string | undefined = `${LIST}?page_size=2`;
  let last = path;
  while (path !== undefined) {
    const { rows, next } = await page(path);
    forwards.push(...rows.map(({ token_id }) => token_id));
    last = path;
    path = next;
  }
  expect(forwards).toEqual(expected);
  const backwards: string[] = [];
  path = last;
  while (path !== undefined) {
    const { rows, previous } = await page(path);
    backwards.unshift(...rows.map(({ token_id }) => token_id));
    path = previous;
  }
  expect(backwards).toEqual(expected);
  const wrong = await callApi("GET", `${LIST}?cursor=x`, { token: team.owner.token });
  expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "cursor"]);
});

test("the order is kept for minutes, but a row shows the rights of now", async () => {
  const narrowed = await newToken(["users:write", "groups:write"]);
  const revoked = await newToken(["users:write"]);
  const [before] = (await page()).rows as unknown as { computed_at: string }[];
  await database().write(async (tx) => {
    await tx.token.update({ where: { id: narrowed }, data: { scopes: "groups:write" } });
    await tx.token.delete({ where: { id: revoked } });
  });
  const added = await newToken(["users:write"]);
  const { rows } = await page();
  expect(rows[0]).toHaveProperty("computed_at", before?.computed_at);
  expect(rows.find(({ token_id }) => token_id === narrowed)).toHaveProperty(
    "unused_sensitive_rights",
    ["groups:write"],
  );
  expect(await ranked([revoked, added])).toEqual([]);
});

test("owners and admins read the whole ranking, others only their own tokens", async () => {
  await newToken(["users:write"]);
  for (const who of EVERYONE) {
    const { status, body } = await callApi("GET", LIST, { token: team[who].token });
    const isAdmin = ["owner", "admin", "machine"].includes(who);
    const others = body.filter((row: { user_id: string }) => row.user_id !== team[who].id);
    expect([who, status, others.length > 0]).toEqual([who, 200, isAdmin]);
  }
});
