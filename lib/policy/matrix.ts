import type { Role } from "../contract/fields.ts";

export const VERBS = ["create", "read", "update", "delete"] as const;
export type Verb = (typeof VERBS)[number];

/** The modules of the wire contract (3.2), in its order. Dotted names inherit from their parent. */
export const MODULES = [
  "networks",
  "groups",
  "dns",
  "nameservers",
  "policies",
  "routes",
  "pats",
  "users",
  "settings",
  "events",
  "setup_keys",
  "identity_providers",
  "peers",
  "accounts",
  "remote_jobs",
  "services",
  "agent_network",
  "agent_network.providers",
  "agent_network.policies",
  "agent_network.guardrails",
  "agent_network.budgets",
  "agent_network.usage",
  "agent_network.logs",
  "agent_network.settings",
] as const;
export type Module = (typeof MODULES)[number];

/** Modules of NetBird's cloud alone: rights to them are the rest of a role, scopes only `all`. */
const CLOUD_MODULES = [
  "billing",
  "edr",
  "event_streaming",
  "idp",
  "ingress",
  "notifications",
  "tenants",
] as const;
export type CloudModule = (typeof CLOUD_MODULES)[number];

/** Whether it is a module of NetBird, in any of its editions. */
export const isAnyModule = (name: string): name is Module | CloudModule =>
  [...MODULES, ...CLOUD_MODULES].some((module) => module === name);

/** Whether no scope names the module. */
export const isCloudModule = (name: string): name is CloudModule =>
  CLOUD_MODULES.some((module) => module === name);

type Access = "CRUD" | "R" | "-";
type Row = Partial<Record<Module, Access>> & { rest: Access };

/** Role × module. `rest` applies to the modules that a row does not list. */
const MATRIX: Record<Role, Row> = {
  owner: { rest: "CRUD" },
  admin: { accounts: "R", rest: "CRUD" },
  network_admin: {
    networks: "CRUD",
    groups: "CRUD",
    dns: "CRUD",
    nameservers: "CRUD",
    policies: "CRUD",
    routes: "CRUD",
    pats: "CRUD",
    users: "R",
    settings: "R",
    events: "R",
    setup_keys: "R",
    identity_providers: "R",
    peers: "R",
    accounts: "R",
    rest: "-",
  },
  auditor: { rest: "R" },
  billing_admin: { accounts: "R", rest: "-" },
  user: { rest: "-" },
};

function accessOf(role: Role, module: Module | CloudModule): Access {
  const row: Partial<Record<string, Access>> & { rest: Access } = MATRIX[role];
  const [parent = module] = module.split(".");
  return row[module] ?? row[parent] ?? row.rest;
}

/** Whether a role has a grant; service users of any role read every module (3.2). */
export function grants(
  holder: { role: Role; isServiceUser: boolean },
  module: Module | CloudModule,
  verb: Verb,
): boolean {
  if (holder.isServiceUser && verb === "read") return true;
  const access = accessOf(holder.role, module);
  return access === "CRUD" || (access === "R" && verb === "read");
}

type Grants = Readonly<Record<string, Readonly<Record<Verb, boolean>>>>;

/** One result for each role, also as a service user. */
const computed = new Map<string, Grants>();

/** The grants of a role for `/api/users/current`: four verbs for every module. */
export function grantsByModule(holder: { role: Role; isServiceUser: boolean }): Grants {
  const key = `${holder.role} ${holder.isServiceUser}`;
  const found = computed.get(key);
  if (found !== undefined) return found;
  const grants = computeGrants(holder);
  computed.set(key, grants);
  return grants;
}

function computeGrants(holder: { role: Role; isServiceUser: boolean }): Grants {
  return Object.fromEntries(
    MODULES.map((module) => [
      module,
      {
        create: grants(holder, module, "create"),
        read: grants(holder, module, "read"),
        update: grants(holder, module, "update"),
        delete: grants(holder, module, "delete"),
      },
    ]),
  );
}
