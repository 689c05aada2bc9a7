import { beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { scopesAllow } from "#lib/policy/scopes.ts";

const LIST = "/api/access-review";
const DAYS = 30;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam({ accessReviewDays: DAYS });
});

const list = async (query = "", token = team.owner.token) =>
  (await callApi("GET", `${LIST}${query}`, { token })).body;
const confirm = (id: string, token = team.owner.token) =>
  callApi("POST", `${LIST}/${id}/confirm`, { token });
const rowOf = async (id: string) => (await list()).find((row: { id: string }) => row.id === id);
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

const change = (id: string, data: object) =>
  database().write((tx) => tx.user.update({ where: { id }, data }));
const reviewEvents = () =>
  database().read.auditEvent.findMany({ where: { activityCode: "service.user.review" } });

test("a service user is listed with its tokens, scopes, rights and those it did not use", async () => {
  const { id } = await seedUser(team.account, { role: "network_admin", isServiceUser: true });
  const scoped = await seedToken(id, { scopes: ["groups:write", "users:read"] });
  await seedToken(id, { scopes: ["peers:read"], expiresAt: daysAgo(1) });
  const disabled = await seedToken(id, {});
  const day = daysAgo(3).toISOString().slice(0, 10);
  const use = { accountId: team.account.id, tokenId: scoped.id, count: 5 };
  await database().write(async (tx) => {
    await tx.token.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
    const rows = [
      { ...use, day, operation: "groups.list" },
      { ...use, day, operation: "users.list", refused: 5 },
      { ...use, day: daysAgo(91).toISOString().slice(0, 10), operation: "groups.create" },
    ];
    await tx.tokenUse.createMany({ data: rows });
  });
  expect(await rowOf(id)).toMatchObject({
    ...{ role: "network_admin", status: "active", due: false, last_used: null },
    ...{ tokens: 1, whole_role_tokens: 0, scopes: ["groups:write", "users:read"] },
    rights: ["groups:read", "groups:write", "users:read"],
    unused_rights: ["groups:write", "users:read"],
  });
});

test("what a former token used is no unused right of the one after it", async () => {
  const { id } = await seedUser(team.account, { role: "user", isServiceUser: true });
  const former = await seedToken(id, { scopes: ["groups:read"], expiresAt: daysAgo(1) });
  await seedToken(id, { scopes: ["groups:read"] });
  const day = daysAgo(2).toISOString().slice(0, 10);
  const use = { accountId: team.account.id, tokenId: former.id, day, operation: "groups.list" };
  await database().write((tx) => tx.tokenUse.create({ data: { ...use, count: 1 } }));
  expect(await rowOf(id)).toMatchObject({ rights: ["groups:read"], unused_rights: [] });
});

test("a row names the contact, by whom the list can be filtered", async () => {
  const { id } = team.reader;
  await change(id, { description: "nightly", contactId: team.admin.id });
  expect(await rowOf(id)).toMatchObject({ description: "nightly", contact: team.admin.id });
  expect(idsOf(await list(`?contact=${team.admin.id}`))).toEqual([id]);
  expect(idsOf(await list("?contact=none"))).toEqual([team.machine.id]);
});

test("a confirmation is one event, and the last review in every answer", async () => {
  const { id, name } = team.reader;
  await change(id, { createdAt: daysAgo(40), createdBy: "gone" });
  expect(await rowOf(id)).toMatchObject({ due: true, reviewed_by: "gone", reviewed_by_name: null });
  const confirmed = await confirm(id, team.admin.token);
  expect(confirmed).toMatchObject({ status: 200, body: { id, reviewed_by: team.admin.id } });
  expect(await rowOf(id)).toMatchObject({
    due: false,
    reviewed_at: confirmed.body.reviewed_at,
    reviewed_by_name: team.admin.name,
  });
  expect(await reviewEvents()).toMatchObject([
    { targetId: id, initiatorId: team.admin.id, meta: { username: name, role: "user" } },
  ]);
});

test("a review is due once the account's days have passed, since the creation at first", async () => {
  const old = await seedUser(team.account, { role: "user", isServiceUser: true });
  const again = await seedUser(team.account, { role: "user", isServiceUser: true });
  const seen = await seedUser(team.account, { role: "user", isServiceUser: true });
  await change(old.id, { createdAt: daysAgo(DAYS + 1) });
  await change(again.id, {
    createdAt: daysAgo(90),
    reviewedAt: daysAgo(DAYS + 1),
    reviewedBy: "x",
  });
  await change(seen.id, { createdAt: daysAgo(90), reviewedAt: daysAgo(DAYS - 1), reviewedBy: "x" });
  await change(team.person.id, { createdAt: daysAgo(90) });
  expect(idsOf(await list("?due=true"))).toEqual([old.id, again.id].sort());
  const others = [seen.id, team.machine.id, team.reader.id].sort();
  expect(idsOf(await list("?due=false"))).toEqual(others);
  await database().write((tx) => tx.account.updateMany({ data: { settings: {} } }));
  expect(await list("?due=true")).toEqual([]);
  expect(await list("?due=false")).toHaveLength(5);
  expect((await list()).some(({ due }: { due: boolean }) => due)).toBe(false);
});

async function rowsOfPages(first: string): Promise<{ id: string }[]> {
  const rows = [];
  let path: string | undefined = first;
  while (path !== undefined) {
    const page = await callApi("GET", path, { token: team.owner.token });
    rows.push(...page.body);
    path = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
  }
  return rows;
}

test("the export holds the rows of all pages, as JSON and as CSV", async () => {
  for (let at = 0; at < 7; at += 1)
    await seedMember(team.account, { role: "user", isServiceUser: true, name: `unit-${at}` });
  await change(team.reader.id, { description: "d", contactId: team.admin.id });
  const rows = await rowsOfPages(`${LIST}?sort=name&page_size=2`);
  expect(rows).toHaveLength(9);
  expect(await list("/export?format=json&sort=name")).toEqual(rows);
  const csv: string = await list("/export?sort=name");
  const [heading, ...lines] = csv.trimEnd().split("\r\n");
  const whole = rows.find(({ id }) => id === team.reader.id);
  expect(heading).toBe(Object.keys(whole ?? {}).join(","));
  expect(lines.map((line) => line.split(",")[0])).toEqual(rows.map(({ id }) => id));
  expect(await list("/export?format=json&search=unit-5")).toMatchObject([{ name: "unit-5" }]);
});

const READERS: Who[] = ["owner", "admin", "networkAdmin", "auditor", "machine", "reader"];
const ADMINS: Who[] = ["owner", "admin", "machine"];

test("readers of users read the list, and only admins what concerns tokens", async () => {
  for (const who of EVERYONE) {
    const { status, body } = await callApi("GET", LIST, { token: team[who].token });
    expect([who, status]).toEqual([who, READERS.includes(who) ? 200 : 403]);
    if (status !== 200) continue;
    const [row] = body;
    for (const field of ["tokens", "scopes", "rights", "unused_rights", "last_used"])
      expect([who, field, field in row]).toEqual([who, field, ADMINS.includes(who)]);
  }
});

test("only admins confirm, never a service user its own review", async () => {
  for (const who of EVERYONE) {
    const { status } = await confirm(team.reader.id, team[who].token);
    expect([who, status]).toEqual([who, ADMINS.includes(who) ? 200 : 403]);
  }
  expect(await reviewEvents()).toHaveLength(ADMINS.length);
  const own = await confirm(team.machine.id, team.machine.token);
  expect(own).toMatchObject({
    status: 403,
    body: { message: "a service user can't review itself" },
  });
  const person = await confirm(team.person.id);
  expect([person.status, person.body.errors?.[0]?.path]).toEqual([422, "userId"]);
  expect((await confirm("unknown")).status).toBe(404);
  expect(await reviewEvents()).toHaveLength(ADMINS.length);
});

test("a token without the scope users:update confirms nothing", async () => {
  for (const scopes of [["users:read"], ["users:create", "pats:write"], ["users:update"]]) {
    const { text } = await seedToken(team.admin.id, { scopes });
    const { allowed } = scopesAllow(scopes, { module: "users", verb: "update" });
    expect((await confirm(team.reader.id, text)).status).toBe(allowed ? 200 : 403);
  }
  expect(await reviewEvents()).toHaveLength(1);
});

test("a second confirmation with the same key records nothing", async () => {
  const { cookie } = await seedSession(team.owner.id);
  const path = `${LIST}/${team.reader.id}/confirm`;
  const send = () => callApi("POST", path, { cookie, headers: { "idempotency-key": "k" } });
  expect([(await send()).status, (await send()).status]).toEqual([200, 409]);
  expect(await reviewEvents()).toHaveLength(1);
});
