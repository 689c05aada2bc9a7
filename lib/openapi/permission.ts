import { ROLES, type Role } from "#lib/contract/fields.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { grants, MODULES, VERBS } from "#lib/policy/matrix.ts";

const OPEN = "Anyone, without a credential.";
const SIGNED_IN = "Any valid credential; the rights depend on the user concerned.";
const SESSION_ONLY =
  "Returns 403 for access tokens unless the account setting `access_tokens_manage_account` is on.";
const ALWAYS_SESSION_ONLY = "Returns 403 for access tokens.";

const granted = MODULES.flatMap((module) =>
  VERBS.map((verb) => ({ access: `${module}.${verb}`, module, verb })),
);

const list = (words: readonly string[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/**
 * A sentence on who may call an operation, with the roles that have the permission.
 * `finer` describes the operation's own rule if the matrix alone does not decide.
 */
export function permissionWords(
  { access, sessionOnly }: Pick<Operation, "access" | "sessionOnly">,
  finer?: string,
): string {
  const words = wordsOfAccess(access, finer);
  if (sessionOnly === undefined) return words;
  return `${words} ${sessionOnly === "always" ? ALWAYS_SESSION_ONLY : SESSION_ONLY}`;
}

function wordsOfAccess(access: Operation["access"], finer?: string): string {
  if (access === "anyone") return OPEN;
  if (access === "signed-in") return finer ?? SIGNED_IN;
  const grant = granted.find((one) => one.access === access);
  if (grant === undefined) throw new Error(`no grant ${access} in the matrix`);
  const holds = (role: Role, isServiceUser: boolean) =>
    grants({ role, isServiceUser }, grant.module, grant.verb);
  const roles = ROLES.filter((role) => holds(role, false));
  const everyService = ROLES.every((role) => holds(role, true));
  return [
    `The permission ${access}: the role${roles.length > 1 ? "s" : ""} ${list(roles)}${everyService ? ", and every service user" : ""}.`,
    ...(finer ? [finer] : []),
  ].join(" ");
}
