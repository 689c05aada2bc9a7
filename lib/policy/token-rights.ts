import type { Role } from "../contract/fields.ts";
import { ACTIONS, type Action, can, type PolicyActor, scopeOfAction } from "./can.ts";
import { grants, type Module, VERBS, type Verb } from "./matrix.ts";
import { MODULE_GROUPS } from "./module-names.ts";
import { covers, type Scopes } from "./scopes.ts";

/* What a token may do: its owner's role and its scopes together, for people to read. */

/** The owner of a token. */
export type Holder = { role: Role; isServiceUser: boolean };

/** Whose objects a right covers: all of the account, or only the holder's own. */
export type Extent = "all" | "own";
export type Right = { verb: Verb; extent: Extent };

const ID = "self";

function actsAs(holder: Holder): PolicyActor {
  return {
    ...holder,
    userId: ID,
    personalTokens: true,
    inSession: false,
    recentProof: false,
    managesAccount: false,
    scopes: null,
    networks: null,
  };
}

/** Whether the policy allows an action on the holder's own objects that it refuses on others'. */
function allowsOwn(holder: Holder, module: Module, verb: Verb): boolean {
  const allows = (action: Action, id: string) =>
    can(actsAs(holder), action, { ...holder, id, isBlocked: false, issued: "api" }).allowed;
  return ACTIONS.some((action) => {
    const scope = scopeOfAction(action);
    if (!("module" in scope) || scope.module !== module || scope.verb !== verb) return false;
    return allows(action, ID) && !allows(action, "another");
  });
}

/** The rights of the holder's role on a module. */
export function roleRights(holder: Holder, module: Module): Right[] {
  return VERBS.flatMap((verb): Right[] => {
    if (grants(holder, module, verb)) return [{ verb, extent: "all" }];
    return allowsOwn(holder, module, verb) ? [{ verb, extent: "own" }] : [];
  });
}

export type ModuleRights = {
  module: Module;
  byRole: readonly Right[];
  /** Verbs that the scopes cover. */
  byScopes: readonly Verb[];
  /** Of both: what the token may do. */
  effective: readonly Right[];
};

/** The rights of a token on every module, in the order of their groups. */
export function tokenRights(scopes: Scopes, holder: Holder): ModuleRights[] {
  return MODULE_GROUPS.flatMap(({ modules }) => modules).map((module) => {
    const byRole = roleRights(holder, module);
    const byScopes = VERBS.filter((verb) => covers(scopes, { module, verb }));
    const effective = byRole.filter(({ verb }) => byScopes.includes(verb));
    return { module, byRole, byScopes, effective };
  });
}

/** Verbs in few words: "read, write", "create". */
export function verbsText(verbs: readonly Verb[]): string {
  if (verbs.length === 0) return "nothing";
  const changes = verbs.filter((verb) => verb !== "read");
  const words = changes.length === VERBS.length - 1 ? ["write"] : changes;
  return [...(verbs.includes("read") ? ["read"] : []), ...words].join(", ");
}

/** Rights in few words: "read, write", "read, own: delete". */
export function rightsText(rights: readonly Right[]): string {
  const verbs = (extent: Extent) =>
    rights.filter((right) => right.extent === extent).map(({ verb }) => verb);
  const [all, own] = [verbs("all"), verbs("own")];
  if (own.length === 0) return verbsText(all);
  return [...(all.length === 0 ? [] : [verbsText(all)]), `own: ${verbsText(own)}`].join(", ");
}
