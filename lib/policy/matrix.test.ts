import { expect, test } from "vitest";
import { ROLES } from "../contract/fields.ts";
import { grants, grantsByModule, MODULES, VERBS } from "./matrix.ts";

const letters = (role: (typeof ROLES)[number], isServiceUser: boolean) =>
  Object.fromEntries(
    MODULES.map((module) => [
      module,
      VERBS.filter((verb) => grants({ role, isServiceUser }, module, verb))
        .map((verb) => verb[0]?.toUpperCase())
        .join("") || "-",
    ]),
  );

test("the matrix of roles and modules matches the wire contract", () => {
  const people = Object.fromEntries(ROLES.map((role) => [role, letters(role, false)]));
  const columns = MODULES.map((module) => [
    module,
    ...ROLES.map((role) => people[role]?.[module] ?? "?"),
  ]);
  const lines = [["module", ...ROLES], ...columns].map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(at === 0 ? 26 : 14))
      .join("")
      .trimEnd(),
  );
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    module                    owner         admin         network_admin auditor       billing_admin user
    networks                  CRUD          CRUD          CRUD          R             -             -
    groups                    CRUD          CRUD          CRUD          R             -             -
    dns                       CRUD          CRUD          CRUD          R             -             -
    nameservers               CRUD          CRUD          CRUD          R             -             -
    policies                  CRUD          CRUD          CRUD          R             -             -
    routes                    CRUD          CRUD          CRUD          R             -             -
    pats                      CRUD          CRUD          CRUD          R             -             -
    users                     CRUD          CRUD          R             R             -             -
    settings                  CRUD          CRUD          R             R             -             -
    events                    CRUD          CRUD          R             R             -             -
    setup_keys                CRUD          CRUD          R             R             -             -
    identity_providers        CRUD          CRUD          R             R             -             -
    peers                     CRUD          CRUD          R             R             -             -
    accounts                  CRUD          R             R             R             R             -
    remote_jobs               CRUD          CRUD          -             R             -             -
    services                  CRUD          CRUD          -             R             -             -
    agent_network             CRUD          CRUD          -             R             -             -
    agent_network.providers   CRUD          CRUD          -             R             -             -
    agent_network.policies    CRUD          CRUD          -             R             -             -
    agent_network.guardrails  CRUD          CRUD          -             R             -             -
    agent_network.budgets     CRUD          CRUD          -             R             -             -
    agent_network.usage       CRUD          CRUD          -             R             -             -
    agent_network.logs        CRUD          CRUD          -             R             -             -
    agent_network.settings    CRUD          CRUD          -             R             -             -
    "
  `);
});

test("a service user of any role reads every module", () => {
  for (const role of ROLES) {
    for (const module of MODULES) {
      expect(grants({ role, isServiceUser: true }, module, "read"), `${role} ${module}`).toBe(true);
    }
  }
});

test("service users gain only read grants over users of the same role", () => {
  for (const role of ROLES) {
    for (const module of MODULES) {
      for (const verb of VERBS.filter((other) => other !== "read")) {
        expect(grants({ role, isServiceUser: true }, module, verb)).toBe(
          grants({ role, isServiceUser: false }, module, verb),
        );
      }
    }
  }
});

test("grantsByModule returns four verbs for each of the 24 modules", () => {
  const modules = grantsByModule({ role: "auditor", isServiceUser: false });
  expect(Object.keys(modules)).toHaveLength(24);
  expect(modules.users).toEqual({ create: false, read: true, update: false, delete: false });
});
