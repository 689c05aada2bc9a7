import type { Filter } from "#components/list/filter.ts";
import { MODULES, VERBS } from "#lib/policy/matrix.ts";
import { moduleName, sensitivity } from "#lib/policy/module-names.ts";

/** Whether tokens have scopes or networks of their own. */
export const RESTRICTED: Filter = {
  name: "restricted",
  label: "Limits",
  options: [
    { value: "true", label: "With scopes or networks" },
    { value: "false", label: "Whole role, any address" },
  ],
};

const labelOf = (scope: string) => {
  const [module, verb] = scope.split(":");
  const found = MODULES.find((one) => one === module);
  return found && verb ? `${moduleName(found)}: ${verb}` : scope;
};

const option = (scope: string) => ({ value: scope, label: labelOf(scope) });

/** Those that need care. */
const OFFERED = MODULES.filter((module) => sensitivity(module) !== undefined).map(
  (module) => `${module}:write`,
);
const ALL = MODULES.flatMap((module) =>
  [...VERBS, "write"].map((verb) => option(`${module}:${verb}`)),
);
const FOUND_MAX = 10;

/** Tokens whose scopes cover one; another one in the URL becomes one more choice. */
export function scopeFilter(address: string): Filter {
  const shown = new URLSearchParams(address.split("?")[1] ?? "").get("scope");
  const own = shown === null ? [] : [shown];
  return {
    name: "scope",
    label: "Has the right",
    options: [...new Set([...OFFERED, ...own])].map(option),
    search: async (text) => {
      const wanted = text.toLowerCase();
      return ALL.filter(({ value, label }) =>
        `${label.toLowerCase()} ${value}`.includes(wanted),
      ).slice(0, FOUND_MAX);
    },
  };
}
