import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { type ApiResponse, callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, holdWrites, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { inviteAs, newEmail } from "#lib/dev/testing/invites.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { seedGroup, seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { REFUSALS } from "#lib/policy/refusal-answers.ts";
import type { Scopes } from "#lib/policy/scopes.ts";

/* Through whom a token with scopes could gain rights: users and invites that it makes or changes. */

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const ofOwner = async (scopes: Scopes) => (await seedToken(team.owner.id, { scopes })).text;
const post = (token: string, path: string, body?: object) =>
  callApi("POST", path, { token, ...(body && { body }) });
const put = (token: string, id: string, body: object) =>
  callApi("PUT", `/api/users/${id}`, { token, body: { auto_groups: [], ...body } });
const { wire } = REFUSALS.rights_beyond_own;
const session = REFUSALS.session_beyond_own;
const expectRefused = ({ status, body }: ApiResponse) =>
  expect([status, body.message]).toEqual([403, expect.stringContaining(wire)]);

/** Creates, updates, approves, unblocks and invites a user of the role, who is new each time. */
const WAYS: Record<string, (token: string, role: "admin" | "user") => Promise<ApiResponse>> = {
  "creates a user": (token, role) =>
    post(token, "/api/users", { role, name: "p", email: newEmail() }),
  "invites a user": (token, role) =>
    post(token, "/api/users/invites", { role, name: "p", email: newEmail() }),
  "regenerates an invite": async (token, role) => {
    const { id } = await inviteAs(team.owner.token, { role });
    return post(token, `/api/users/invites/${id}/regenerate`, {});
  },
  "approves a user": async (token, role) => {
    const waiting = { role, isBlocked: true, pendingApproval: true };
    return post(token, `/api/users/${(await seedUser(team.account, waiting)).id}/approve`);
  },
  "unblocks a user": async (token, role) => {
    const { id } = await seedUser(team.account, { role, isBlocked: true });
    return put(token, id, { role, is_blocked: false });
  },
  "renames a user": async (token, role) =>
    put(token, (await seedUser(team.account, { role })).id, { role, name: "New" }),
  "promotes a user": async (token, role) =>
    put(token, (await seedUser(team.account, { role: "user" })).id, { role }),
};

test.each(Object.keys(WAYS))("a token %s only within its own rights", async (way) => {
  const run = WAYS[way];
  if (run === undefined) throw new Error(way);
  const token = await ofOwner(["users:write"]);
  expect((await run(token, "user")).status).toBe(200);
  const work = await bcryptDuring(async () => expectRefused(await run(token, "admin")));
  // What the test itself makes is in another lane; nothing is hashed for the caller.
  if (/creates|invites/.test(way)) expect(work).toEqual(workOf({}));
  const all = await run(await ofOwner(["all"]), "admin");
  expect([all.status, all.body.message]).toEqual([403, expect.stringContaining(session.wire)]);
  expect((await run(await ofOwner(null), "admin")).status).toBe(200);
});

test("a demotion of a user with more rights needs those rights", async () => {
  const { id } = await seedUser(team.account, { role: "admin" });
  expectRefused(await put(await ofOwner(["users:write"]), id, { role: "user" }));
  expect((await put(await ofOwner(null), id, { role: "user" })).status).toBe(200);
  const { id: machine } = await seedUser(team.account, { role: "admin", isServiceUser: true });
  expect((await put(await ofOwner(["all"]), machine, { role: "user" })).status).toBe(200);
});

test("a service user of any role reads everything: a token makes one only with all:read", async () => {
  const machine = { role: "user", name: "m", is_service_user: true };
  expectRefused(await post(await ofOwner(["users:write"]), "/api/users", machine));
  const reads = await ofOwner(["users:create", "all:read"]);
  expect((await post(reads, "/api/users", machine)).status).toBe(200);
});

test("auto groups change only with groups:update", async () => {
  const auto_groups = [await seedGroup(team.account)];
  const without = await ofOwner(["users:write"]);
  const withIt = await ofOwner(["users:write", "groups:update"]);
  const { id } = await seedUser(team.account, { role: "user" });
  const tries = [
    (token: string) => put(token, id, { role: "user", auto_groups }),
    (token: string) =>
      post(token, "/api/users", { role: "user", name: "p", email: newEmail(), auto_groups }),
    (token: string) =>
      post(token, "/api/users/invites", {
        ...{ role: "user", name: "p", email: newEmail(), auto_groups },
      }),
  ];
  for (const run of tries) {
    const { status, body } = await run(without);
    expect([status, body.required_scope]).toEqual([403, ["groups:update"]]);
    expect((await run(withIt)).status).toBe(200);
  }
  // They are unchanged now.
  expect((await put(without, id, { role: "user", auto_groups })).status).toBe(200);
});

/** A user of a group, who is new each time; `ops` is a group whose members a service is open to. */
const INTO: Record<string, (token: string, ops: string) => Promise<ApiResponse>> = {
  "creates a person": (token, ops) =>
    post(token, "/api/users", { role: "user", name: "p", email: newEmail(), auto_groups: [ops] }),
  "invites a person": (token, ops) => {
    const body = { role: "user", name: "p", email: newEmail(), auto_groups: [ops] };
    return post(token, "/api/users/invites", body);
  },
  "regenerates an invite": async (token, ops) => {
    const { id } = await inviteAs(team.owner.token, { auto_groups: [ops] });
    return post(token, `/api/users/invites/${id}/regenerate`, {});
  },
  "approves a person": async (token, ops) => {
    const waiting = { role: "user", isBlocked: true, pendingApproval: true } as const;
    const id = await inGroup(await seedUser(team.account, waiting), ops);
    return post(token, `/api/users/${id}/approve`);
  },
  "unblocks a service user": async (token, ops) => {
    const blocked = { role: "user", isServiceUser: true, isBlocked: true } as const;
    const id = await inGroup(await seedUser(team.account, blocked), ops);
    return put(token, id, { role: "user", auto_groups: [ops], is_blocked: false });
  },
  "renames a person": async (token, ops) => {
    const id = await inGroup(await seedUser(team.account, { role: "user" }), ops);
    return put(token, id, { role: "user", auto_groups: [ops], name: "New" });
  },
  "adds a service user to the group": async (token, ops) => {
    const { id } = await seedUser(team.account, { role: "user", isServiceUser: true });
    return put(token, id, { role: "user", auto_groups: [ops] });
  },
};
async function inGroup({ id: userId }: { id: string }, groupId: string): Promise<string> {
  await database().write((tx) => tx.membership.create({ data: { userId, position: 0, groupId } }));
  return userId;
}

test.each(Object.entries(INTO))(
  "a token %s only where it opens the services that are open to them",
  async (_, run) => {
    const ops = await seedGroup(team.account);
    const slug = `s-${ops}`;
    const rights = ["users:write", "groups:update", "all:read"];
    const without = await ofOwner([...rights, "service:other"]);
    expect((await run(without, ops)).status).toBe(200);
    await seedService(team.account, { slug, groups: [ops] });
    const refused = await run(without, ops);
    expect([refused.status, refused.body]).toMatchObject([
      403,
      { message: REFUSALS.services_beyond_own.wire, required_scope: [`service:${slug}`] },
    ]);
    expect((await run(await ofOwner([...rights, `service:${slug}`]), ops)).status).toBe(200);
    expect((await run(await ofOwner(null), ops)).status).toBe(200);
  },
);

test("a token may block, and change a service user to whom it opens nothing new", async () => {
  const ops = await seedGroup(team.account);
  await seedService(team.account, { slug: `s-${ops}`, groups: [ops] });
  const token = await ofOwner(["users:write", "groups:update", "all:read"]);
  const person = await inGroup(await seedUser(team.account, { role: "user" }), ops);
  const blocked = { role: "user", auto_groups: [ops], is_blocked: true };
  expect((await put(token, person, blocked)).status).toBe(200);
  const machine = await seedUser(team.account, { role: "user", isServiceUser: true });
  const renamed = { role: "user", auto_groups: [ops], name: "New" };
  expect((await put(token, await inGroup(machine, ops), renamed)).status).toBe(200);
});

test("a token that is narrowed while its change waits does not complete it", async () => {
  const { id } = await seedUser(team.account, { role: "user" });
  const { tokenId, token } = await seedMember(team.account, { role: "owner" });
  const holding = await holdWrites();
  const promoted = put(token, id, { role: "admin" });
  await holding.waiting;
  await holding.release((tx) =>
    tx.token.update({ where: { id: tokenId }, data: { scopes: "users:write" } }),
  );
  expectRefused(await promoted);
  expect((await database().read.user.findUniqueOrThrow({ where: { id } })).role).toBe("user");
});
