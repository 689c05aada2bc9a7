import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  seedAccount,
  seedSession,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

type By = { token?: string; cookie?: string };
const owner = (): By => ({ token: team.owner.token });
const create = (fields: object, by = owner()) =>
  callApi("POST", "/api/users", {
    ...by,
    body: { name: "ci", role: "user", auto_groups: [], is_service_user: true, ...fields },
  });
const put = (id: string, fields: object, by = owner()) =>
  callApi("PUT", `/api/users/${id}`, { ...by, body: { role: "user", auto_groups: [], ...fields } });
const remove = (id: string, by = owner()) => callApi("DELETE", `/api/users/${id}`, by);
const read = async (id: string) => (await callApi("GET", `/api/users/${id}`, owner())).body;
const events = (activityCode: string) =>
  database().read.auditEvent.findMany({ where: { activityCode }, orderBy: { id: "asc" } });
const path = (name: string) => ({ status: 422, body: { errors: [{ path: name }] } });

test("a service user has the description and contact that it is created with", async () => {
  const contact = team.person.id;
  const made = await create({ description: "Nightly backup", contact });
  expect(made).toMatchObject({ status: 200, body: { description: "Nightly backup", contact } });
  expect(await read(made.body.id)).toEqual({ ...made.body, is_current: false });
  const listed = await callApi("GET", "/api/users?service_user=true", owner());
  expect(listed.body).toContainEqual(made.body);
  expect(await events("service.user.create")).toMatchObject([
    { targetId: made.body.id, meta: { name: "ci", description: "Nightly backup", contact } },
  ]);
});

test("without them, answers are as before: the fields are absent, also for people", async () => {
  const made = await create({ description: "", contact: null });
  const bodies = [made.body, await read(team.person.id), await read(team.reader.id)];
  for (const body of bodies) {
    expect(body).not.toHaveProperty("description");
    expect(body).not.toHaveProperty("contact");
  }
  const person = { is_service_user: false, email: "new@example.test", contact: null };
  expect((await create({ ...person, description: "" })).status).toBe(200);
});

test("an update replaces them, keeps them if absent, and an empty text or null removes them", async () => {
  const { id } = team.reader;
  const [contact, other] = [team.person.id, team.admin.id];
  const set = { description: "Nightly backup", contact };
  expect((await put(id, set)).body).toMatchObject(set);
  // As NetBird's clients send it.
  expect((await put(id, { is_blocked: false })).body).toMatchObject(set);
  // Sent back as it was read.
  expect((await put(id, await read(id))).body).toMatchObject(set);
  expect((await put(id, { contact: other })).body).toMatchObject({ ...set, contact: other });
  const cleared = (await put(id, { description: "", contact: null })).body;
  expect(cleared).not.toHaveProperty("description");
  expect(cleared).not.toHaveProperty("contact");
  const { name } = team.reader;
  expect(await events("service.user.description.update")).toMatchObject([
    {
      targetId: id,
      meta: { username: name, description: "Nightly backup", description_before: "" },
    },
    { meta: { description: "", description_before: "Nightly backup" } },
  ]);
  const names = { contact_name: team.person.name, contact_name_before: "" };
  expect(await events("service.user.contact.update")).toMatchObject([
    { targetId: id, meta: { username: name, contact, contact_before: "", ...names } },
    { meta: { contact: other, contact_before: contact } },
    { meta: { contact: "", contact_before: other, contact_name: "" } },
  ]);
});

test("only a person of the account who is neither blocked nor pending can become a contact", async () => {
  const blocked = await seedUser(team.account, { role: "user", isBlocked: true });
  const waiting = { isBlocked: true, pendingApproval: true };
  const pending = await seedUser(team.account, { role: "user", ...waiting });
  const stranger = await seedUser(await seedAccount(), { role: "user" });
  for (const contact of ["unknown", "", team.machine.id, blocked.id, pending.id, stranger.id]) {
    expect(await create({ contact }), contact).toMatchObject(path("contact"));
    expect(await put(team.reader.id, { contact }), contact).toMatchObject(path("contact"));
  }
  const own = team.reader.id;
  expect(await put(own, { contact: own })).toMatchObject(path("contact"));
  expect(await read(own)).not.toHaveProperty("contact");
});

test("a person has neither: 422 naming the field", async () => {
  const given: [string, string][] = [
    ["contact", team.admin.id],
    ["description", "of a person"],
  ];
  for (const [name, value] of given) {
    const body = { is_service_user: false, email: "new@example.test", [name]: value };
    expect(await create(body)).toMatchObject(path(name));
    expect(await put(team.person.id, { [name]: value })).toMatchObject(path(name));
    const long = { [name]: "x".repeat(501) };
    expect(await put(team.reader.id, long)).toMatchObject(path(name));
  }
});

test("the list is filtered by contact, and by none", async () => {
  const contact = team.person.id;
  const one = (await create({ contact })).body.id;
  const two = (await create({ contact })).body.id;
  const idsOf = async (query: string, by = owner()) =>
    (await callApi("GET", `/api/users?${query}`, by)).body.map(({ id }: { id: string }) => id);
  expect(await idsOf(`contact=${contact}`)).toEqual([two, one]);
  expect(await idsOf(`contact=${contact}&page_size=1`)).toEqual([two]);
  expect(await idsOf("contact=none")).toEqual([team.reader.id, team.machine.id]);
  expect(await idsOf(`contact=${team.admin.id}`)).toEqual([]);
  expect(await idsOf(`contact=${contact}&service_user=false`)).toEqual([]);
  // Who may not read users sees only themselves.
  expect(await idsOf(`contact=${contact}`, { token: team.person.token })).toEqual([]);
});

test.each(["blocked", "deleted"])(
  "the service users of a person who is %s go to the person who acts",
  async (how) => {
    const mine = await seedMember(team.account, { role: "user", isServiceUser: true });
    const others = (await create({ contact: team.auditor.id })).body.id;
    await put(mine.id, { contact: team.person.id });
    const { cookie } = await seedSession(team.admin.id);
    const answer =
      how === "blocked"
        ? await put(team.person.id, { is_blocked: true }, { cookie })
        : await remove(team.person.id, { cookie });
    expect(answer.status).toBe(200);
    expect(await read(mine.id)).toMatchObject({ contact: team.admin.id });
    expect(await read(others)).toMatchObject({ contact: team.auditor.id });
    expect((await events("service.user.contact.update")).at(-1)).toMatchObject({
      ...{ targetId: mine.id, initiatorId: team.admin.id },
      meta: {
        ...{ contact: team.admin.id, contact_before: team.person.id },
        ...{ contact_name: team.admin.name, contact_name_before: team.person.name },
      },
    });
    if (how === "deleted") return;
    await put(team.person.id, { is_blocked: false });
    expect(await read(mine.id)).toMatchObject({ contact: team.admin.id });
  },
);

test("if a service user blocks or deletes the person, they go to an owner", async () => {
  const by = { token: team.machine.token };
  for (const leaving of [team.person, team.auditor]) {
    const { id } = (await create({ contact: leaving.id })).body;
    const answer =
      leaving === team.person
        ? await put(leaving.id, { is_blocked: true }, by)
        : await remove(leaving.id, by);
    expect(answer.status).toBe(200);
    expect(await read(id)).toMatchObject({ contact: team.owner.id });
  }
});

test("a token with scopes changes them as it changes the user", async () => {
  const tokenOf = async (scopes: string[]) => ({
    token: (await seedToken(team.admin.id, { scopes })).text,
  });
  const change = { contact: team.person.id, description: "d" };
  const { id } = team.reader;
  expect((await put(id, change, await tokenOf(["users:read"]))).status).toBe(403);
  expect((await put(id, change, await tokenOf(["users:update"]))).status).toBe(403);
  expect(await read(id)).not.toHaveProperty("contact");
  expect((await put(id, change, await tokenOf(["all:read", "users:update"]))).status).toBe(200);
  expect((await put(id, change, { token: team.networkAdmin.token })).status).toBe(403);
});

const ACTS = [
  "create",
  "contact",
  "block",
  "unblock",
  "delete",
  "reject",
  "approve",
  "own",
] as const;
const step = fc.record({
  act: fc.constantFrom(...ACTS),
  by: fc.constantFrom("owner", "admin", "machine"),
  on: fc.nat(),
  contact: fc.nat(),
});
type StepOf = typeof step extends fc.Arbitrary<infer S> ? S : never;

test("no sequence of changes leaves a contact that is blocked, pending or deleted, and each change is recorded", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      await freshDatabase();
      team = await seedTeam();
      for (let more = 0; more < 2; more += 1) {
        await seedUser(team.account, { role: "admin" });
        await seedUser(team.account, { role: "user", isBlocked: true, pendingApproval: true });
      }
      for (const one of steps) await carryOut(one);
    }),
    { numRuns: 5 },
  );
});

async function carryOut({ act, by, on, contact }: StepOf): Promise<void> {
  const before = await allUsers();
  const credential = { token: team[by].token };
  const people = before.filter(({ isServiceUser }) => !isServiceUser);
  const machines = before.filter(({ isServiceUser }) => isServiceUser);
  const [person, asked] = [people[on % people.length], people[contact % people.length]];
  const machine = machines[on % machines.length];
  if (!person || !asked || !machine) throw new Error("every account has both");
  const same = { role: machine.role, is_blocked: machine.isBlocked };
  const recorded = (await events("service.user.contact.update")).length;
  const { status } = await {
    create: () => create({ contact: asked.id }, credential),
    contact: () =>
      put(machine.id, { ...same, contact: contact % 5 === 0 ? null : asked.id }, credential),
    block: () => put(person.id, { role: person.role, is_blocked: true }, credential),
    unblock: () => put(person.id, { role: person.role, is_blocked: false }, credential),
    delete: () => remove(person.id, credential),
    reject: () => callApi("DELETE", `/api/users/${person.id}/reject`, credential),
    approve: () => callApi("POST", `/api/users/${person.id}/approve`, credential),
    // Ownership goes on, and the former owner can leave.
    own: async () => {
      const owns = people.find(({ role }) => role === "owner");
      const { cookie } = await seedSession(owns?.id ?? "");
      return put(person.id, { role: "owner" }, { cookie });
    },
  }[act]();
  expect(status).toBeLessThan(500);
  const after = await allUsers();
  const active = new Set(
    after
      .filter((one) => !one.isServiceUser && !one.isBlocked && !one.pendingApproval)
      .map(({ id }) => id),
  );
  for (const { contactId } of after) if (contactId !== null) expect(active).toContain(contactId);
  const contactBefore = new Map(before.map(({ id, contactId }) => [id, contactId]));
  const changed = after.filter(
    ({ id, contactId }) => contactBefore.has(id) && contactBefore.get(id) !== contactId,
  );
  const added = (await events("service.user.contact.update")).slice(recorded);
  expect(added.map(({ targetId, meta }) => [targetId, Object(meta).contact]).sort()).toEqual(
    changed.map(({ id, contactId }) => [id, contactId ?? ""]).sort(),
  );
}

const allUsers = () =>
  database().read.user.findMany({
    where: { accountId: team.account.id },
    select: {
      ...{ id: true, role: true, isServiceUser: true, isBlocked: true },
      ...{ pendingApproval: true, contactId: true },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
