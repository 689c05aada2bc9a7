import type { ActivityCode } from "#lib/contract/activities.ts";
import type { OperationId, operations } from "#lib/contract/operations.ts";
import { database } from "#lib/db/database.ts";
import { type Answer, callApi } from "./api.ts";
import { freshDatabase } from "./database.ts";
import { accept, inviteAs, newEmail } from "./invites.ts";
import { seedGroup, seedSession, TEST_PASSWORD, useTestSettings } from "./seed.ts";
import type { Team } from "./team.ts";

export type Change = {
  name: string;
  run: (team: Team) => Promise<Answer>;
  /** What it leaves in the audit log, in this order; nothing is an answer too. */
  events: ActivityCode[];
  /** What preparing it has left there before. */
  before?: ActivityCode[];
  status?: number;
  /** What somebody without the right gets, where that is not 403. */
  refusedWith?: number;
  /** One does it to oneself, or without being anybody: it is not a matter of rights. */
  own?: true;
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
const keepWaiting = (id: string) =>
  database().write((tx) =>
    tx.user.update({ where: { id }, data: { isBlocked: true, pendingApproval: true } }),
  );

/** The events of every operation that changes something (contract 2.12). One without is a failure. */
export const CHANGES: Record<Mutating, Change[]> = {
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
  "users.invite": [
    {
      name: "nobody: whoever has not accepted has an invite and no user",
      run: (team) => asOwner(team, "POST", `/api/users/${team.person.id}/invite`),
      status: 412,
      events: [],
    },
  ],
  "users.approve": [
    {
      name: "a person who waits",
      async run(team) {
        await keepWaiting(team.person.id);
        return asOwner(team, "POST", `/api/users/${team.person.id}/approve`);
      },
      events: ["user.approve"],
    },
  ],
  "users.reject": [
    {
      name: "a person who waits",
      async run(team) {
        await keepWaiting(team.person.id);
        return asOwner(team, "DELETE", `/api/users/${team.person.id}/reject`);
      },
      events: ["user.delete", "user.reject"],
    },
  ],
  "users.changePassword": [
    {
      name: "one's own",
      own: true,
      run: (team) =>
        asOwner(team, "PUT", `/api/users/${team.owner.id}/password`, {
          old_password: TEST_PASSWORD,
          new_password: `${TEST_PASSWORD} 2`,
        }),
      events: ["user.password.change"],
    },
  ],
  "sessions.end": [
    {
      name: "one's own",
      own: true,
      async run(team) {
        const { cookie } = await seedSession(team.owner.id);
        const path = `/api/users/${team.owner.id}/sessions`;
        const [session] = (await callApi("GET", path, { cookie })).body;
        return asOwner(team, "DELETE", `${path}/${session.id}`);
      },
      events: ["dashboard.session.end"],
    },
  ],
  "invites.create": [
    {
      name: "by link",
      run: (team) =>
        asOwner(team, "POST", "/api/users/invites", {
          email: newEmail(),
          name: "Invited",
          role: "user",
          auto_groups: [],
        }),
      events: ["user.invite.link.create"],
    },
  ],
  "invites.regenerate": [
    {
      name: "a new link",
      async run(team) {
        const { id } = await inviteAs(team.machine.token);
        return asOwner(team, "POST", `/api/users/invites/${id}/regenerate`);
      },
      before: ["user.invite.link.create"],
      events: ["user.invite.link.regenerate"],
    },
  ],
  "invites.delete": [
    {
      name: "before it is accepted",
      async run(team) {
        const { id } = await inviteAs(team.machine.token);
        return asOwner(team, "DELETE", `/api/users/invites/${id}`);
      },
      before: ["user.invite.link.create"],
      events: ["user.invite.link.delete"],
    },
  ],
  "invites.accept": [
    {
      name: "by whoever has the link",
      own: true,
      run: async (team) => accept((await inviteAs(team.machine.token)).token),
      before: ["user.invite.link.create"],
      events: ["user.invite.link.accept"],
    },
  ],
  "tokens.revoke": [
    {
      name: "two at once",
      refusedWith: 404,
      run: (team) =>
        asOwner(team, "POST", "/api/tokens/revoke", {
          ids: [team.reader.tokenId, team.machine.tokenId],
        }),
      events: ["personal.access.token.delete", "personal.access.token.delete"],
    },
    {
      name: "none, when it only asks",
      refusedWith: 404,
      run: (team) =>
        asOwner(team, "POST", "/api/tokens/revoke", {
          ids: [team.reader.tokenId],
          dry_run: true,
        }),
      events: [],
    },
  ],
  "groups.create": [
    {
      name: "a group",
      run: (team) => asOwner(team, "POST", "/api/groups", { name: "ops" }),
      events: ["group.add"],
    },
  ],
  "groups.update": [
    {
      name: "renamed",
      async run(team) {
        const id = await seedGroup(team.account);
        return asOwner(team, "PUT", `/api/groups/${id}`, { name: "another" });
      },
      events: ["group.update"],
    },
    {
      name: "nothing changed",
      async run(team) {
        const id = await seedGroup(team.account, { name: "same" });
        return asOwner(team, "PUT", `/api/groups/${id}`, { name: "same" });
      },
      events: [],
    },
  ],
  "groups.delete": [
    {
      name: "a group that nobody has",
      async run(team) {
        const id = await seedGroup(team.account);
        return asOwner(team, "DELETE", `/api/groups/${id}`);
      },
      events: ["group.delete"],
    },
  ],
  "accounts.update": [
    {
      name: "one setting",
      async run(team) {
        const [{ settings }] = (
          await callApi("GET", "/api/accounts", { token: team.machine.token })
        ).body;
        return asOwner(team, "PUT", `/api/accounts/${team.account.id}`, {
          settings: { ...settings, groups_propagation_enabled: false },
        });
      },
      events: ["account.setting.group.propagation.disable"],
    },
  ],
  "accounts.delete": [
    {
      name: "with its whole audit log",
      run: (team) => asOwner(team, "DELETE", `/api/accounts/${team.account.id}`),
      events: [],
    },
  ],
};
