import { database } from "#lib/db/database.ts";
import { createResetOnServer } from "#lib/services/resets/create-reset.ts";
import { callApi } from "../api.ts";
import { seedSession, TEST_PASSWORD } from "../seed.ts";
import type { Team } from "../team.ts";
import { asOwner, type Change } from "./change.ts";

const put = (change: object) => (team: Team) =>
  asOwner(team, "PUT", `/api/users/${team.reader.id}`, {
    role: "user",
    auto_groups: [],
    ...change,
  });
const keepWaiting = (id: string) =>
  database().write((tx) =>
    tx.user.update({ where: { id }, data: { isBlocked: true, pendingApproval: true } }),
  );

/** Audit events of the operations on users. */
export const usersChanges = {
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
  "reviews.confirm": [
    {
      name: "of a service user",
      run: (team) => asOwner(team, "POST", `/api/access-review/${team.reader.id}/confirm`),
      events: ["service.user.review"],
    },
  ],
  "users.update": [
    { name: "nothing changed", run: put({}), events: [] },
    { name: "the role", run: put({ role: "admin" }), events: ["user.role.update"] },
    {
      name: "the description",
      run: put({ description: "d" }),
      events: ["service.user.description.update"],
    },
    {
      name: "the contact",
      run: (team) => put({ contact: team.person.id })(team),
      events: ["service.user.contact.update"],
    },
    {
      name: "the contact of a service user blocked",
      async run(team) {
        const data = { contactId: team.person.id };
        await database().write((tx) => tx.user.update({ where: { id: team.reader.id }, data }));
        const body = { role: "user", auto_groups: [], is_blocked: true };
        return asOwner(team, "PUT", `/api/users/${team.person.id}`, body);
      },
      events: ["user.block", "service.user.contact.update"],
    },
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
  "users.invite": [
    {
      name: "never: a pending invite has no user",
      run: (team) => asOwner(team, "POST", `/api/users/${team.person.id}/invite`),
      status: 412,
      events: [],
    },
  ],
  "users.approve": [
    {
      name: "a user who awaits approval",
      async run(team) {
        await keepWaiting(team.person.id);
        return asOwner(team, "POST", `/api/users/${team.person.id}/approve`);
      },
      events: ["user.approve"],
    },
  ],
  "users.reject": [
    {
      name: "a user who awaits approval",
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
  "resets.create": [
    {
      name: "a person's",
      run: async (team) =>
        callApi("POST", `/api/users/${team.person.id}/password-reset`, {
          cookie: (await seedSession(team.owner.id)).cookie,
        }),
      events: ["user.password.reset.link.create"],
    },
  ],
  "resets.accept": [
    {
      name: "with the link",
      own: true,
      async run(team) {
        const made = await createResetOnServer(team.person.email);
        if (typeof made === "string") throw new Error(made);
        const path = `/api/users/password-resets/${made.resetToken}/accept`;
        return callApi("POST", path, { body: { password: `${TEST_PASSWORD} 3` } });
      },
      before: ["user.password.reset.link.create"],
      events: ["user.password.reset"],
    },
  ],
  "sessions.prove": [
    {
      name: "of the session of the request",
      own: true,
      run: async (team) =>
        callApi("PUT", "/api/users/current/proof", {
          cookie: (await seedSession(team.owner.id)).cookie,
          body: { password: TEST_PASSWORD },
        }),
      events: ["dashboard.session.proof"],
    },
  ],
  "sessions.endAll": [
    {
      name: "another's",
      async run(team) {
        await seedSession(team.person.id);
        return asOwner(team, "DELETE", `/api/users/${team.person.id}/sessions`);
      },
      events: ["dashboard.session.end.all"],
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
} satisfies Record<string, Change[]>;
