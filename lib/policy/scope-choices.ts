import { MODULES, type Module, VERBS, type Verb } from "./matrix.ts";
import type { ModuleGroup } from "./module-names.ts";
import { covers, isScope, isWithin, type Scopes } from "./scopes.ts";
import { type Holder, type Right, roleRights } from "./token-rights.ts";

/* Choosing scopes module by module, as None, Read or Write. */

/** `mixed` is any other set of verbs, or modules of a group that differ. */
export type Level = "none" | "read" | "write" | "create" | "mixed";
/** The levels that a user can choose; `create` only for `CREATE_ONLY`. */
export type Choice = Exclude<Level, "mixed">;

/** Modules where scripts often create and never read. */
const CREATE_ONLY: readonly Module[] = ["setup_keys", "remote_jobs"];
export const offersCreateOnly = (module: Module): boolean => CREATE_ONLY.includes(module);

/** A scope of Roost's own, outside of all modules. */
const isOwn = (scope: string) =>
  isScope(scope) && !scope.startsWith("all") && !MODULES.some((one) => scope.startsWith(`${one}:`));

/** The scope with which a token rotates itself. */
export const ROTATES_ITSELF = "self:update";

/** The scopes with one added or removed, sorted. */
export function withScope(scopes: readonly string[], scope: string, wanted: boolean): string[] {
  const others = scopes.filter((one) => one !== scope);
  return wanted ? [...others, scope].sort() : others;
}

const verbsOf = (scopes: readonly string[], module: Module): Verb[] =>
  VERBS.filter((verb) => covers(scopes, { module, verb }));

/** The level that scopes give on a module. */
export function levelOf(scopes: readonly string[], module: Module): Level {
  const verbs = verbsOf(scopes, module);
  if (verbs.length === 0) return "none";
  if (verbs.length === VERBS.length) return "write";
  const [only] = verbs;
  if (verbs.length > 1) return "mixed";
  return only === "read" || only === "create" ? only : "mixed";
}

/** The common level of modules. */
export function commonLevel(scopes: readonly string[], modules: readonly Module[]): Level {
  const [first = "none", ...others] = new Set(modules.map((module) => levelOf(scopes, module)));
  return others.length === 0 ? first : "mixed";
}

const CHOSEN: Record<Choice, readonly Verb[]> = {
  none: [],
  read: ["read"],
  write: VERBS,
  create: ["create"],
};

const scopesOn = (module: Module, verbs: readonly Verb[]): string[] =>
  verbs.length === VERBS.length ? [`${module}:write`] : verbs.map((verb) => `${module}:${verb}`);

/**
 * The scopes with another level on some modules, and what they gave on all others. Wildcards and
 * scopes on parents of the changed modules become scopes on each module.
 */
export function withLevel(
  scopes: readonly string[],
  modules: readonly Module[],
  choice: Choice,
): string[] {
  const parts = leavesOf(scopes, modules).flatMap((module) =>
    scopesOn(module, modules.includes(module) ? CHOSEN[choice] : verbsOf(scopes, module)),
  );
  return [...parts, ...scopes.filter(isOwn)].sort();
}

/** The modules to name: parents that are changed or that all their unchanged parts follow, else the parts. */
function leavesOf(scopes: readonly string[], changed: readonly Module[]): Module[] {
  const partsOf = (parent: Module) => MODULES.filter((one) => one.startsWith(`${parent}.`));
  const whole = (parent: Module) =>
    changed.includes(parent) ||
    (!partsOf(parent).some((part) => changed.includes(part)) &&
      partsOf(parent).every(
        (part) => String(verbsOf(scopes, part)) === String(verbsOf(scopes, parent)),
      ));
  return MODULES.filter((module) => {
    const [parent = module] = module.split(".") as [Module];
    if (partsOf(parent).length === 0) return true;
    return whole(parent) ? module === parent : module !== parent;
  });
}

/** The owner of a token and, to narrow it, the scopes that it keeps at most. */
export type Chooser = Holder & { within?: Scopes };

/** The rights on a module to choose from: those of the role within the scopes. */
export const heldRights = (holder: Chooser, module: Module): Right[] =>
  roleRights(holder, module).filter(({ verb }) => covers(holder.within ?? null, { module, verb }));

/** Why a level is not offered on a module: the holder's role or the token's own scopes lack it. */
export function levelRefusal(holder: Chooser, module: Module, choice: Choice): string | undefined {
  if (choice === "none") return undefined;
  const { within = null } = holder;
  if (!isWithin(scopesOn(module, CHOSEN[choice]), within)) return "Not in its scopes";
  const rights = roleRights(holder, module);
  const reads = rights.some(({ verb }) => verb === "read");
  if (choice === "read" ? reads : rights.some(isChange)) return undefined;
  return reads ? "Role allows read only" : "Role allows nothing here";
}

/** On own objects alone only those who create them have write access. */
const isChange = ({ verb, extent }: Right) =>
  verb !== "read" && (extent === "all" || verb === "create");

/** The targets of a choice for a whole group. */
const targetsOf = ({ modules, parent }: ModuleGroup): readonly Module[] =>
  parent === undefined ? modules : [parent];

/** Whether a level is offered on no module of the group. */
export const groupRefuses = (holder: Chooser, group: ModuleGroup, choice: Choice): boolean =>
  targetsOf(group).every((module) => levelRefusal(holder, module, choice) !== undefined);

/** The scopes with a level on all modules of a group, or the highest below it that is offered. */
export function withGroupLevel(
  scopes: readonly string[],
  holder: Chooser,
  group: ModuleGroup,
  choice: Choice,
): string[] {
  const allowing = (modules: readonly Module[], level: Choice) =>
    modules.filter((module) => levelRefusal(holder, module, level) === undefined);
  const targets = targetsOf(group);
  const able = allowing(targets, choice);
  const others = targets.filter((module) => !able.includes(module));
  return withLevel(withLevel(scopes, able, choice), allowing(others, "read"), "read");
}
