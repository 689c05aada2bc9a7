import { beforeEach, expect, test } from "vitest";
import type { ActivityCode } from "#lib/contract/activities.ts";
import { type OperationId, operations } from "#lib/contract/operations.ts";
import { database } from "#lib/db/database.ts";
import { type Answer, callApi } from "#lib/testing/api.ts";
import { freshDatabase } from "#lib/testing/database.ts";
import { markTokensUsed, TEST_PASSWORD, useTestSettings } from "#lib/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/testing/team.ts";

type Change = {
  name: string;
  run: (team: Team) => Promise<Answer>;
  /** What it leaves in the audit log, in this order; nothing is an answer too. */
  events: ActivityCode[];
};
type Mutating = {
  [Id in OperationId]: (typeof operations)[Id]["method"] extends "GET" ? never : Id;
}[OperationId];

const asOwner = (team: Team, method: "POST" | "PUT" | "DELETE", path: string, body?: object) =>
  callApi(method, path, { token: team.owner.token, ...(body ? { body } : {}) });
const put = (change: object) => (team: Team) =>
  asOwner(team, "PUT", `/api/users/${team.reader.id}`, {
    role: "user",
    auto_groups: [],
    ...change,
  });
const wanted = { name: "t", expires_in: 1 };

/** The events of every operation that changes something (contract 2.12). One without is a failure. */
const CHANGES: Record<Mutating, Change[]> = {
  "instance.setup": [
    {
      name: "the first owner",
      async run() {
        await freshDatabase();
        const body = { email: "o@example.test", password: TEST_PASSWORD, name: "o" };
        return callApi("POST", "/api/setup", { body });
      },
      events: ["account.create"],
    },
    {
      name: "the first owner with a token",
      async run() {
        useTestSettings({ setupTokenEnabled: true });
        await freshDatabase();
        const person = { email: "o@example.test", password: TEST_PASSWORD, name: "o" };
        return callApi("POST", "/api/setup", { body: { ...person, create_pat: true } });
      },
      events: ["account.create", "personal.access.token.create"],
    },
  ],
  "users.create": [
    {
      name: "a service user",
      run: (team) =>
        asOwner(team, "POST", "/api/users", { name: "m", role: "user", is_service_user: true }),
      events: ["service.user.create"],
    },
    {
      name: "a person",
      run: (team) =>
        asOwner(team, "POST", "/api/users", { name: "p", email: "p@example.test", role: "user" }),
      events: ["user.create"],
    },
  ],
  "users.update": [
    { name: "nothing changed", run: put({}), events: [] },
    { name: "the role", run: put({ role: "admin" }), events: ["user.role.update"] },
    { name: "blocked", run: put({ is_blocked: true }), events: ["user.block"] },
    {
      name: "unblocked, with another role",
      async run(team) {
        await database().write((tx) =>
          tx.user.update({ where: { id: team.reader.id }, data: { isBlocked: true } }),
        );
        return put({ role: "admin", is_blocked: false })(team);
      },
      events: ["user.unblock", "user.role.update"],
    },
    {
      name: "another group",
      async run(team) {
        const group = { id: "g", accountId: team.account.id, name: "g", nameKey: "g" };
        await database().write(async (tx) => {
          for (const id of ["g", "h"]) {
            const data = { ...group, id, name: id, nameKey: id, createdAt: new Date() };
            await tx.group.create({ data: { ...data, peers: [], resources: [] } });
          }
          const data = { userId: team.reader.id, groupId: "h", position: 0 };
          await tx.membership.create({ data });
        });
        return put({ auto_groups: ["g"] })(team);
      },
      events: ["user.group.add", "user.group.delete"],
    },
    {
      name: "the ownership",
      run: (team) =>
        asOwner(team, "PUT", `/api/users/${team.admin.id}`, { role: "owner", auto_groups: [] }),
      events: ["transferred.owner.role"],
    },
  ],
  "users.delete": [
    {
      name: "a service user with a token",
      run: (team) => asOwner(team, "DELETE", `/api/users/${team.reader.id}`),
      events: ["service.user.delete"],
    },
    {
      name: "a person with a token",
      run: (team) => asOwner(team, "DELETE", `/api/users/${team.person.id}`),
      events: ["user.delete"],
    },
  ],
  "tokens.create": [
    {
      name: "for a service user",
      run: (team) => asOwner(team, "POST", `/api/users/${team.reader.id}/tokens`, wanted),
      events: ["personal.access.token.create"],
    },
  ],
  "tokens.delete": [
    {
      name: "of a service user",
      run: (team) =>
        asOwner(team, "DELETE", `/api/users/${team.reader.id}/tokens/${team.reader.tokenId}`),
      events: ["personal.access.token.delete"],
    },
  ],
};

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  await markTokensUsed();
});

const recorded = async () => {
  const events = await database().read.auditEvent.findMany({ orderBy: { id: "asc" } });
  return events.map((event) => event.activityCode);
};

test("every operation that changes something says which events it leaves", () => {
  const mutating = Object.entries(operations).filter(([, { method }]) => method !== "GET");
  expect(Object.keys(CHANGES).sort()).toEqual(mutating.map(([id]) => id).sort());
  for (const [id, changes] of Object.entries(CHANGES)) expect(changes, id).not.toEqual([]);
});

const changes = Object.entries(CHANGES).flatMap(([id, ones]) =>
  ones.map((change) => [id, change.name, change] as const),
);

test.each(changes)("%s leaves exactly its events: %s", async (_, __, { run, events }) => {
  expect((await run(team)).status).toBe(200);
  expect(await recorded()).toEqual(events);
});

test("what is refused leaves no event, whatever the operation", async () => {
  const stranger = await seedMember(team.account, { role: "user" });
  await markTokensUsed();
  for (const [, , { run }] of changes.filter(([id]) => id !== "instance.setup")) {
    expect((await run({ ...team, owner: stranger })).status).toBe(403);
  }
  expect(await recorded()).toEqual([]);
});
