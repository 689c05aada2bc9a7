import { MODULES, type Module } from "./matrix.ts";

type Words = {
  name: string;
  /** Why a write scope on it needs care; absent where it does not. */
  sensitive?: string;
};

/** Modules as the dashboard names them. */
const WORDS: Record<Module, Words> = {
  peers: { name: "Peers" },
  setup_keys: { name: "Setup keys", sensitive: "adds devices" },
  remote_jobs: { name: "Remote jobs", sensitive: "runs jobs on peers" },
  networks: { name: "Networks" },
  routes: { name: "Routes" },
  dns: { name: "DNS" },
  nameservers: { name: "Nameservers" },
  groups: { name: "Groups", sensitive: "decides who reaches what" },
  policies: { name: "Policies", sensitive: "decides who reaches what" },
  services: { name: "Services" },
  users: { name: "Users", sensitive: "admin power" },
  pats: { name: "Access tokens", sensitive: "creates and revokes tokens" },
  accounts: { name: "Account", sensitive: "changes the account" },
  settings: { name: "Settings", sensitive: "changes the account" },
  events: { name: "Activity" },
  identity_providers: { name: "Identity providers", sensitive: "decides who signs in" },
  agent_network: { name: "Agent network" },
  "agent_network.providers": { name: "Agent providers" },
  "agent_network.policies": { name: "Agent policies" },
  "agent_network.guardrails": { name: "Agent guardrails" },
  "agent_network.budgets": { name: "Agent budgets" },
  "agent_network.usage": { name: "Agent usage" },
  "agent_network.logs": { name: "Agent logs" },
  "agent_network.settings": { name: "Agent settings" },
};

export const moduleName = (module: Module): string => WORDS[module].name;

/** The name within a sentence: "setup keys", "DNS". */
export const nameInSentence = (module: Module): string =>
  module === "dns" ? WORDS.dns.name : WORDS[module].name.toLowerCase();

/** The holder's own objects of a module within a sentence: "own access tokens". */
export const ownInSentence = (module: Module): string =>
  module === "users" ? "own profile" : `own ${nameInSentence(module)}`;

/** Why write access to a module needs care; undefined where it does not. */
export const sensitivity = (module: Module): string | undefined => WORDS[module].sensitive;

export type ModuleGroup = {
  name: string;
  modules: readonly Module[];
  /** The module whose scopes hold for all of them. */
  parent?: Module;
};

/** The modules by subject. A parent is its group, so only its parts are listed. */
export const MODULE_GROUPS: readonly ModuleGroup[] = [
  {
    name: "Network",
    modules: ["peers", "setup_keys", "remote_jobs", "networks", "routes", "dns", "nameservers"],
  },
  { name: "Access", modules: ["groups", "policies", "services"] },
  { name: "Team", modules: ["users", "pats"] },
  { name: "Account", modules: ["accounts", "settings", "events", "identity_providers"] },
  {
    name: "Agent network",
    parent: "agent_network",
    modules: MODULES.filter((module) => module.startsWith("agent_network.")),
  },
];
