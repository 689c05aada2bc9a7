import { callApi } from "../api.ts";
import { freshDatabase } from "../database.ts";
import { seedGroup, TEST_PASSWORD, useTestSettings } from "../seed.ts";
import { asOwner, type Change } from "./change.ts";

/** Audit events of the operations on the account and its groups. */
export const accountChanges = {
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
      name: "an unused group",
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
  "roost.settings.update": [
    {
      name: "one setting",
      run: (team) => asOwner(team, "PUT", "/api/roost/settings", { user_approval_required: false }),
      events: ["account.setting.update"],
    },
  ],
  "accounts.delete": [
    {
      name: "with its whole audit log",
      run: (team) => asOwner(team, "DELETE", `/api/accounts/${team.account.id}`),
      events: [],
    },
  ],
} satisfies Record<string, Change[]>;
