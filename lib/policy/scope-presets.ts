import { MODULES, VERBS } from "./matrix.ts";
import { nameInSentence } from "./module-names.ts";
import { type Chooser, ROTATES_ITSELF, withScope } from "./scope-choices.ts";
import { listed } from "./scope-sentence.ts";
import { covers, isWithin, type Scopes } from "./scopes.ts";
import { roleRights } from "./token-rights.ts";

/** Scopes for a common purpose; null scopes are the whole role. */
export type ScopePreset = { id: string; name: string; scopes: Scopes };

const write = (...modules: string[]) => modules.map((module) => `${module}:write`);
const read = (...modules: string[]) => modules.map((module) => `${module}:read`);

const NETWORK = ["networks", "groups", "policies", "routes", "dns", "nameservers"];

/** The whole role comes first. */
export const SCOPE_PRESETS: readonly ScopePreset[] = [
  { id: "role", name: "Same as its role", scopes: null },
  { id: "read", name: "Read everything", scopes: ["all:read"] },
  {
    id: "monitoring",
    name: "Monitoring",
    scopes: read("peers", "networks", "routes", "events", "services"),
  },
  {
    id: "setup-keys",
    name: "CI deploys setup keys",
    scopes: ["setup_keys:create", ...read("groups")],
  },
  {
    id: "terraform-network",
    name: "Terraform: network",
    scopes: [...write(...NETWORK, "setup_keys", "peers"), ...read("users", "accounts", "settings")],
  },
  { id: "terraform", name: "Terraform: everything", scopes: ["all"] },
  {
    id: "dns",
    name: "DNS automation",
    scopes: [...write("dns", "nameservers"), ...read("groups")],
  },
  { id: "help-desk", name: "Help desk", scopes: write("users", "peers") },
  { id: "review", name: "Access review", scopes: read("users", "pats", "events") },
];

/** The preset with exactly these scopes, self-rotation aside; undefined for a choice of one's own. */
export function presetOf(scopes: Scopes): ScopePreset | undefined {
  const key = (some: Scopes) => some && String(withScope(some, ROTATES_ITSELF, false).sort());
  return SCOPE_PRESETS.find((preset) => key(preset.scopes) === key(scopes));
}

/** Why a preset is not offered: the holder's role or the token's own scopes do not suffice for it. */
export function presetRefusal({ scopes }: ScopePreset, holder: Chooser): string | undefined {
  if (!isWithin(scopes, holder.within ?? null)) return "Not within its scopes.";
  if (scopes === null || scopes.includes("all:read")) return undefined;
  const verbs = (module: (typeof MODULES)[number]) =>
    roleRights(holder, module).map(({ verb }) => verb);
  if (scopes.includes("all")) {
    const changes = MODULES.some((module) => verbs(module).includes("create"));
    return changes ? undefined : "Its role changes nothing.";
  }
  const lacking = MODULES.filter((module) =>
    VERBS.some((verb) => covers(scopes, { module, verb }) && !verbs(module).includes(verb)),
  );
  if (lacking.length === 0) return undefined;
  return `Its role lacks rights on ${listed(lacking.map(nameInSentence))}.`;
}
