import { beforeAll, expect, test } from "vitest";
import { currentUser, user as userSchema } from "#lib/contract/users.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const READS_ALL: Who[] = ["owner", "admin", "networkAdmin", "auditor", "machine", "reader"];
const READS_ITSELF: Who[] = ["billingAdmin", "person"];
const list = (who: Who, query = "") =>
  callApi("GET", `/api/users${query}`, { token: team[who].token });
const idsOf = (users: { id: string }[]) => users.map(({ id }) => id);

test("a user has exactly the contract's fields, and Go's zero time for never", async () => {
  const { body } = await list("machine");
  expect(body).toHaveLength(EVERYONE.length);
  for (const one of body) {
    expect(userSchema.strict().safeParse(one).error).toBeUndefined();
  }
  expect(body.find(({ id }: { id: string }) => id === team.machine.id)).toEqual({
    id: team.machine.id,
    email: "",
    name: team.machine.name,
    role: "admin",
    status: "active",
    last_login: "0001-01-01T00:00:00Z",
    auto_groups: [],
    is_current: true,
    is_service_user: true,
    is_blocked: false,
    pending_approval: false,
    issued: "api",
  });
});

test("a last login is in UTC with milliseconds in every server time zone", async () => {
  const { id } = await seedUser(team.account, { role: "user" });
  const at = new Date("2026-03-04T05:06:07.089Z");
  await database().write((tx) => tx.user.update({ where: { id }, data: { lastLoginAt: at } }));
  const answer = await callApi("GET", `/api/users/${id}`, { token: team.owner.token });
  expect(answer.body.last_login).toBe("2026-03-04T05:06:07.089Z");
  await callApi("DELETE", `/api/users/${id}`, { token: team.owner.token });
});

test.each(READS_ALL)(
  "the list shows all users to %s, with only the caller current",
  async (who) => {
    const { status, body } = await list(who);
    expect(status).toBe(200);
    expect(idsOf(body).sort()).toEqual(EVERYONE.map((name) => team[name].id).sort());
    const current = body.filter(({ is_current }: { is_current: boolean }) => is_current);
    expect(idsOf(current)).toEqual([team[who].id]);
  },
);

test.each(READS_ITSELF)("the list shows %s only itself, with 200", async (who) => {
  const { status, body } = await list(who);
  expect([status, idsOf(body)]).toEqual([200, [team[who].id]]);
  expect(await list(who, "?service_user=true")).toMatchObject({ status: 200, body: [] });
});

test("users of another account are never listed and are 404 everywhere", async () => {
  const elsewhere = await seedTeam();
  const { body } = await list("owner");
  expect(idsOf(body)).not.toContain(elsewhere.person.id);
  const { token } = team.owner;
  const path = `/api/users/${elsewhere.person.id}`;
  const message = `user: ${elsewhere.person.id} not found`;
  const answers = [
    await callApi("GET", path, { token }),
    await callApi("PUT", path, { token, body: { role: "user", auto_groups: [] } }),
    await callApi("DELETE", path, { token }),
    await callApi("GET", `${path}/tokens`, { token }),
    await callApi("POST", `${path}/tokens`, { token, body: { name: "x", expires_in: 1 } }),
    await callApi("GET", `${path}/tokens/${elsewhere.person.tokenId}`, { token }),
    await callApi("DELETE", `${path}/tokens/${elsewhere.person.tokenId}`, { token }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 404, body: { message } });
});

test("the filter reads Go's booleans; empty means none; anything else is 422", async () => {
  const machines = [team.machine.id, team.reader.id].sort();
  for (const yes of ["1", "t", "T", "TRUE", "true", "True"]) {
    const { body } = await list("owner", `?service_user=${yes}`);
    expect(idsOf(body).sort(), yes).toEqual(machines);
  }
  for (const no of ["0", "f", "F", "FALSE", "false", "False"]) {
    const { body } = await list("owner", `?service_user=${no}`);
    expect(body, no).toHaveLength(EVERYONE.length - machines.length);
  }
  for (const none of ["", "?service_user=", "?other=1"]) {
    expect((await list("owner", none)).body, none).toHaveLength(EVERYONE.length);
  }
  for (const wrong of ["yes", "tRUE", "2", "%20true"]) {
    expect(await list("person", `?service_user=${wrong}`), wrong).toMatchObject({
      status: 422,
      body: {
        message: "invalid service_user query parameter",
        errors: [{ path: "service_user" }],
      },
    });
  }
});

test("the list is newest first, in a stable order even for equal times", async () => {
  const at = new Date("2020-01-01T00:00:00.000Z");
  const { account } = await seedTeam();
  const { token } = await seedMember(account, { role: "owner" });
  await database().write((tx) =>
    tx.user.updateMany({
      where: { accountId: account.id, NOT: { role: "user" } },
      data: { createdAt: at },
    }),
  );
  const get = async () => idsOf((await callApi("GET", "/api/users", { token })).body);
  const first = await get();
  expect(await get()).toEqual(first);
  const rows = await database().read.user.findMany({ where: { accountId: account.id } });
  const expected = rows.sort(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1),
  );
  expect(first).toEqual(idsOf(expected));
});

test("readers and the user themselves read a user, others get 403; unknown users are 404", async () => {
  const get = (who: Who, id: string) =>
    callApi("GET", `/api/users/${id}`, { token: team[who].token });
  for (const who of READS_ALL) {
    expect(await get(who, team.owner.id)).toMatchObject({ status: 200, body: { role: "owner" } });
    expect(await get(who, "NoSuchUser")).toMatchObject({
      status: 404,
      body: { message: "user: nosuchuser not found", code: 404 },
    });
  }
  for (const who of READS_ITSELF) {
    expect((await get(who, team[who].id)).body.is_current).toBe(true);
    const refused = { status: 403, body: { message: "permission denied", code: 403 } };
    expect(await get(who, team.owner.id)).toMatchObject(refused);
    expect(await get(who, "NoSuchUser")).toMatchObject(refused);
  }
});

test("the current user has 24 modules of four booleans, and is_restricted for regular users", async () => {
  for (const who of EVERYONE.filter((name) => team[name].email !== "")) {
    const { status, body } = await callApi("GET", "/api/users/current", { token: team[who].token });
    expect(status, who).toBe(200);
    expect(currentUser.strict().safeParse(body).error).toBeUndefined();
    expect(Object.keys(body.permissions.modules)).toHaveLength(24);
    expect(body.permissions.is_restricted, who).toBe(READS_ITSELF.includes(who));
    expect(body).toMatchObject({ id: team[who].id, is_current: true });
  }
});

test("users/current is 403 for a service user of any role", async () => {
  for (const who of ["machine", "reader"] as const) {
    const answer = await callApi("GET", "/api/users/current", { token: team[who].token });
    expect(answer).toMatchObject({ status: 403, body: { message: "permission denied" } });
  }
});

test("a block or pending approval is reported on every path, without a prefix only by users/current", async () => {
  const blocked = await seedMember(team.account, { role: "admin", isBlocked: true });
  const pending = await seedMember(team.account, {
    role: "admin",
    isBlocked: true,
    pendingApproval: true,
  });
  for (const [{ token, id }, inner] of [
    [blocked, "user is blocked"],
    [pending, "user is pending approval"],
  ] as const) {
    const wrapped = {
      status: 403,
      body: { message: `failed to validate user permissions: ${inner}` },
    };
    expect(await callApi("GET", "/api/users/current", { token })).toMatchObject({
      status: 403,
      body: { message: inner },
    });
    expect(await callApi("GET", "/api/users", { token })).toMatchObject(wrapped);
    expect(await callApi("GET", `/api/users/${id}/tokens`, { token })).toMatchObject(wrapped);
    expect(await callApi("POST", "/api/users", { token, body: "{" })).toMatchObject(wrapped);
  }
});
