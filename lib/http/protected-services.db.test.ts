import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import {
  seedAccount,
  seedGroup,
  seedSession,
  seedToken,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

const PATH = "/api/protected-services";
const OPEN = { roles: null, groups: [], methods: null };
const WHOLE = {
  ...{ description: "the wiki", roles: ["user", "admin"], methods: ["POST", "GET"] },
  ...{ headers: "x-original", also_accepts: ["unscoped", "all"], challenge: "basic" },
};

let team: Team;
let cookie: string;
let groups: string[];
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ cookie } = await seedSession(team.admin.id));
  const [one, other] = [await seedGroup(team.account), await seedGroup(team.account)].sort();
  groups = [other ?? "", one ?? ""];
});

const create = (body: object, headers = {}) => callApi("POST", PATH, { cookie, body, headers });
const put = (id: string, body: object) => callApi("PUT", `${PATH}/${id}`, { cookie, body });
const list = async () => (await callApi("GET", PATH, { cookie })).body;
const events = async () =>
  (await database().read.auditEvent.findMany({ orderBy: { id: "asc" } })).filter(
    ({ activityCode }) => activityCode.startsWith("protected."),
  );

test("a service is stored with sorted lists, and each field is shown", async () => {
  const { status, body } = await create({ slug: "wiki", ...WHOLE, groups });
  expect(status).toBe(200);
  expect(body).toEqual({
    ...{ ...WHOLE, slug: "wiki", required_scope: "service:wiki" },
    ...{ roles: ["admin", "user"], methods: ["GET", "POST"], also_accepts: ["all", "unscoped"] },
    groups: groups.toReversed(),
    ...{ id: expect.any(String), created_at: expect.any(String), updated_at: body.created_at },
  });
  expect(await list()).toEqual([body]);
  expect((await callApi("GET", `${PATH}/${body.id}`, { cookie })).body).toEqual(body);
});

test("without the optional fields, nothing but its scope opens a service", async () => {
  const { body } = await create({ slug: "wiki", ...OPEN });
  expect(body).toMatchObject({
    ...{ ...OPEN, description: null, headers: "x-forwarded", also_accepts: [] },
    challenge: "bearer",
  });
});

test("services are listed by slug, and those of other accounts are unknown", async () => {
  for (const slug of ["b", "a-b", "a", "ab"]) await create({ slug, ...OPEN });
  const other = await seedService(await seedAccount(), { slug: "other" });
  expect((await list()).map(({ slug }: { slug: string }) => slug)).toEqual(["a", "a-b", "ab", "b"]);
  for (const [method, body] of [["GET"], ["PUT", OPEN], ["DELETE"]] as const) {
    const answer = await callApi(method, `${PATH}/${other}`, { cookie, ...(body && { body }) });
    expect([method, answer.status]).toEqual([method, 404]);
  }
});

test.each<[object, string, string]>([
  [{ slug: undefined }, "slug", "must be"],
  [{ slug: "Wiki" }, "slug", "lower-case"],
  [{ slug: "-a" }, "slug", "hyphen"],
  [{ slug: "a".repeat(64) }, "slug", "1 to 63"],
  [{ roles: undefined }, "roles", "must be null or a list"],
  [{ groups: undefined }, "groups", "must be a list"],
  [{ groups: null }, "groups", "must be a list"],
  [{ methods: undefined }, "methods", "must be null or a list"],
  [{ roles: [] }, "roles", "null stands for any"],
  [{ methods: [] }, "methods", "null stands for any"],
  [{ roles: ["user", "root"] }, "roles.1", "must be one of owner, admin"],
  [{ roles: ["user", "admin", "user"] }, "roles.2", "repeats user"],
  [{ methods: ["GET", "get"] }, "methods.1", "must be one of GET"],
  [{ methods: ["GET", "GET"] }, "methods.1", "repeats GET"],
  [{ groups: ["none"] }, "groups.0", "is not a group"],
  [{ headers: "forwarded" }, "headers", "must be one of x-forwarded, x-original"],
  [{ also_accepts: ["users:read"] }, "also_accepts.0", "must be one of all"],
  [{ challenge: "digest" }, "challenge", "must be one of bearer, basic"],
  [{ description: "a\nb" }, "description", "description"],
])("%j is refused at %s", async (wrong, path, message) => {
  const { status, body } = await create({ slug: "wiki", ...OPEN, ...wrong });
  expect([status, body.errors?.[0].path]).toEqual([422, path]);
  expect(body.errors[0].message).toContain(message);
  expect(await list()).toEqual([]);
});

test("a group is listed once, exists, and is one that users can have", async () => {
  const [group = ""] = groups;
  const of = async (wanted: string[]) =>
    (await create({ slug: "wiki", ...OPEN, groups: wanted })).body.errors[0];
  expect(await of([group, group])).toMatchObject({ path: "groups.1" });
  expect(await of([group, team.account.allGroupId])).toMatchObject({
    path: "groups.1",
    message: "groups.1 is the group All, which no user has: use [] for everyone",
  });
  expect(await of([await seedGroup(await seedAccount())])).toMatchObject({ path: "groups.0" });
});

test("a slug is taken once, and never changes", async () => {
  const { body } = await create({ slug: "wiki", ...OPEN });
  expect((await create({ slug: "wiki", ...OPEN })).status).toBe(409);
  const renamed = await put(body.id, { ...body, slug: "notes" });
  expect([renamed.status, renamed.body.errors[0].path]).toEqual([422, "slug"]);
  const scoped = await put(body.id, { ...body, required_scope: "service:notes" });
  expect([scoped.status, scoped.body.errors[0].path]).toEqual([422, "required_scope"]);
  expect((await put(body.id, { ...body, methods: ["GET"] })).status).toBe(200);
});

test("an update replaces every field, and none is kept by leaving it out", async () => {
  const { body } = await create({ slug: "wiki", ...WHOLE, groups });
  for (const field of ["roles", "groups", "methods"]) {
    const answer = await put(body.id, { ...OPEN, [field]: undefined });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, field]);
  }
  const { body: replaced } = await put(body.id, OPEN);
  expect(replaced).toMatchObject({ ...OPEN, description: null, also_accepts: [] });
  expect(replaced.created_at).toBe(body.created_at);
});

test("at most a hundred services exist", async () => {
  for (let at = 0; at < 100; at += 1) await seedService(team.account, { slug: `s${at}` });
  const { status, body } = await create({ slug: "one-more", ...OPEN });
  expect([status, body.errors[0].path]).toEqual([422, "slug"]);
});

test("tokens change services only where tokens manage the account, and never with scopes", async () => {
  const body = { slug: "wiki", ...OPEN };
  const { token } = team.owner;
  expect((await callApi("POST", PATH, { token, body })).status).toBe(403);
  await database().write(async (tx) => {
    const { settings } = await tx.account.findUniqueOrThrow({ where: { id: team.account.id } });
    const data = { settings: { ...(settings as object), tokensManageAccount: true } };
    await tx.account.update({ where: { id: team.account.id }, data });
  });
  const { text } = await seedToken(team.owner.id, { scopes: ["all", "settings:write"] });
  expect((await callApi("POST", PATH, { token: text, body })).status).toBe(403);
  expect((await callApi("GET", PATH, { token: text })).status).toBe(200);
  expect((await callApi("POST", PATH, { token, body })).status).toBe(200);
});

test("each changed field is recorded with its values, a description without its text", async () => {
  const { body } = await create({ slug: "wiki", ...WHOLE, groups: [groups[0]] });
  await put(body.id, { ...body, groups: [], methods: null, description: "secret plans" });
  await put(body.id, { ...body, groups: [], methods: null, description: "secret plans" });
  await callApi("DELETE", `${PATH}/${body.id}`, { cookie });
  const recorded = await events();
  expect(recorded.map(({ activityCode, meta }) => [activityCode, meta])).toMatchObject([
    ["protected.service.create", { name: "wiki", roles: "admin user", groups: groups[0] }],
    [
      "protected.service.update",
      { name: "wiki", setting: "groups", before: groups[0], after: "any" },
    ],
    ["protected.service.update", { setting: "methods", before: "GET POST", after: "any" }],
    ["protected.service.update", { setting: "description" }],
    ["protected.service.delete", { name: "wiki", groups: "any" }],
  ]);
  for (const event of recorded) {
    expect(event).toMatchObject({ initiatorId: team.admin.id, targetId: body.id });
  }
  expect(JSON.stringify(recorded)).not.toMatch(/secret plans|the wiki/);
  const found = await callApi("GET", "/api/events/audit?search=wiki", { cookie });
  expect(found.body).toHaveLength(5);
});

test("the time of the latest change is that of a change", async () => {
  const { body } = await create({ slug: "wiki", ...OPEN });
  const updatedAt = new Date("2026-01-01T00:00:00.000Z");
  await database().write((tx) => tx.protectedService.updateMany({ data: { updatedAt } }));
  expect((await put(body.id, OPEN)).body.updated_at).toBe(updatedAt.toISOString());
  const changed = await put(body.id, { ...OPEN, challenge: "basic" });
  expect(Date.parse(changed.body.updated_at)).toBeGreaterThan(updatedAt.getTime());
});

test("a repeated creation with its key makes one service", async () => {
  const headers = { "idempotency-key": "k" };
  const first = await create({ slug: "wiki", ...OPEN }, headers);
  const again = await create({ slug: "wiki", ...OPEN }, headers);
  expect([again.status, again.body.resource_id]).toEqual([409, first.body.id]);
  expect(await list()).toHaveLength(1);
});

const deleteGroup = (id: string) => callApi("DELETE", `/api/groups/${id}`, { cookie });

test("a group that a service lists is not deleted", async () => {
  const [group = ""] = groups;
  const { body } = await create({ slug: "wiki", ...OPEN, groups: [group] });
  expect(await deleteGroup(group)).toMatchObject({
    status: 400,
    body: { message: "group has been linked to protected service: wiki" },
  });
  await put(body.id, OPEN);
  expect((await deleteGroup(group)).status).toBe(200);
});

test("a group is never both deleted and listed, whichever request is first", async () => {
  const { body } = await create({ slug: "wiki", ...OPEN });
  for (let round = 0; round < 10; round += 1) {
    const group = await seedGroup(team.account);
    const requests = [() => put(body.id, { ...OPEN, groups: [group] }), () => deleteGroup(group)];
    if (round % 2 === 1) requests.reverse();
    const statuses = (await Promise.all(requests.map((send) => send()))).map(
      (answer) => answer.status,
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const exists = (await database().read.group.count({ where: { id: group } })) === 1;
    const listed = (await list())[0].groups.includes(group);
    expect(listed).toBe(exists);
  }
});
