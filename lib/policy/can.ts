import type { Role } from "../contract/fields.ts";
import { grants, type Module, type Verb } from "./matrix.ts";
import type { Refusal } from "./refusals.ts";

/** The fields of an actor that the policy reads. */
export type PolicyActor = {
  userId: string;
  role: Role;
  isServiceUser: boolean;
  /** The account allows personal access tokens. */
  personalTokens: boolean;
  /** Acts with a session, or with a token where the account lets tokens manage it. */
  managesAccount: boolean;
};

/** The user that the action concerns; `PolicyChange` is their state after an update. */
export type PolicyTarget = {
  id: string;
  role: Role;
  isServiceUser: boolean;
  isBlocked: boolean;
  issued: string;
};
export type PolicyChange = { role: Role; isBlocked: boolean };

export type Decision = { allowed: true } | { allowed: false; refusal: Refusal };

type Subject = {
  actor: PolicyActor;
  targetId: string;
  target: PolicyTarget;
  change: PolicyChange | undefined;
};
type Known = Pick<Subject, "actor" | "targetId">;
/** A condition that reads only the target's ID. */
type IdCondition = (subject: Known) => boolean;
type Condition = (subject: Subject) => boolean;

const self: IdCondition = ({ actor, targetId }) => actor.userId === targetId;
const serviceUser: IdCondition = ({ actor }) => actor.isServiceUser;
const person: IdCondition = ({ actor }) => !actor.isServiceUser;
const owner: IdCondition = ({ actor }) => actor.role === "owner";
const adminPower: IdCondition = ({ actor }) => actor.role === "owner" || actor.role === "admin";
const personalTokens: IdCondition = ({ actor }) => actor.personalTokens;
const managesAccount: IdCondition = ({ actor }) => actor.managesAccount;
const granted =
  (module: Module, verb: Verb): IdCondition =>
  ({ actor }) =>
    grants(actor, module, verb);

const targetOwner: Condition = ({ target }) => target.role === "owner";
const targetBlocked: Condition = ({ target }) => target.isBlocked;
const targetServiceUser: Condition = ({ target }) => target.isServiceUser;
const targetIntegration: Condition = ({ target }) => target.issued === "integration";
const changesRole: Condition = ({ target, change }) =>
  change !== undefined && change.role !== target.role;
const changesBlock: Condition = ({ target, change }) =>
  change !== undefined && change.isBlocked !== target.isBlocked;
const becomesBlocked: Condition = ({ change }) => change?.isBlocked === true;
const becomesOwner: Condition = ({ change }) => change?.role === "owner";

type Test<S> = (subject: S) => boolean;
const not =
  <S>(condition: Test<S>): Test<S> =>
  (subject) =>
    !condition(subject);
const either =
  <S>(...conditions: Test<S>[]): Test<S> =>
  (subject) =>
    conditions.some((condition) => condition(subject));
const both =
  <S>(...conditions: Test<S>[]): Test<S> =>
  (subject) =>
    conditions.every((condition) => condition(subject));

type Rule = {
  /** Checked before the target is loaded; the first true condition refuses. */
  byId: readonly (readonly [IdCondition, Refusal])[];
  /** Checked after the target is loaded, in the order of the wire contract. */
  byTarget: readonly (readonly [Condition, Refusal])[];
};

/** Refuses access tokens. Last in a rule: refusals by role come first. */
const SESSION_ONLY = [not(managesAccount), "session_required"] as const;

/** A rule that requires only a grant of the matrix. */
const needs = (module: Module, verb: Verb): Rule => ({
  byId: [[not(granted(module, verb)), "no_permission"]],
  byTarget: [],
});

const DELETION: Rule = {
  byId: [
    [self, "self_deletion"],
    [not(granted("users", "delete")), "no_permission"],
  ],
  byTarget: [
    [targetOwner, "owner_undeletable"],
    [both(targetIntegration, person), "integration_user"],
  ],
};

const OWNER_SESSIONS: Rule["byTarget"][number] = [
  both(targetOwner, not(either(self, owner))),
  "owner_sessions",
];

/** The policy, one row per action (contract 3.3 and Roost's differences). */
const RULES = {
  "users.list": needs("users", "read"),
  "users.get": {
    byId: [[not(either(self, granted("users", "read"))), "no_permission"]],
    byTarget: [],
  },
  "users.create": needs("users", "create"),
  "users.update": {
    byId: [[not(granted("users", "create")), "no_permission"]],
    byTarget: [
      [not(adminPower), "admins_only_update"],
      [both(self, changesBlock), "block_self"],
      [both(self, changesRole), "own_role"],
      [both(not(owner), targetOwner, changesRole), "demote_owner"],
      [both(targetOwner, becomesBlocked), "block_owner"],
      [both(not(owner), changesRole, becomesOwner), "promote_to_owner"],
      [both(targetServiceUser, becomesOwner), "service_user_owner"],
      [both(becomesOwner, becomesBlocked), "block_owner"],
      [
        both(not(managesAccount), changesRole, either(targetOwner, becomesOwner)),
        "session_required",
      ],
    ],
  },
  "users.delete": DELETION,
  "users.invite": needs("users", "create"),
  "users.approve": needs("users", "update"),
  "users.reject": DELETION,
  "invites.list": needs("users", "read"),
  "invites.create": needs("users", "create"),
  "invites.regenerate": needs("users", "update"),
  "invites.delete": needs("users", "delete"),
  "tokens.read": {
    byId: [[not(either(self, granted("pats", "read"))), "no_permission"]],
    byTarget: [[not(either(self, adminPower)), "admin_required"]],
  },
  "tokens.create": {
    byId: [
      [both(self, person, not(personalTokens)), "personal_tokens_off"],
      [not(either(both(self, person), granted("pats", "create"))), "no_permission"],
    ],
    byTarget: [
      [not(either(self, adminPower)), "admin_required"],
      [not(either(self, targetServiceUser)), "own_tokens_only"],
    ],
  },
  /** Own tokens always: the owner of a leaked token can revoke it. */
  "tokens.delete": {
    byId: [[not(either(self, granted("pats", "delete"))), "no_permission"]],
    byTarget: [[not(either(self, adminPower)), "admin_required"]],
  },
  /** The tokens of all users; without it a list contains only the caller's own. */
  "tokens.inventory": { byId: [[not(adminPower), "admin_required"]], byTarget: [] },
  /** Tokens that another user revoked: the caller's own, or all for readers of events, who see them there too. */
  "tokens.revocations": {
    byId: [[not(either(self, granted("events", "read"))), "no_permission"]],
    byTarget: [],
  },
  /** A one-time link to set a new password. */
  "passwords.reset": {
    byId: [
      [not(granted("users", "update")), "no_permission"],
      [self, "own_password_reset"],
    ],
    byTarget: [
      [targetServiceUser, "service_user_password"],
      [both(targetOwner, not(owner)), "owner_password"],
      [targetBlocked, "blocked_password"],
      SESSION_ONLY,
    ],
  },
  /** The actor's own password; the service checks first that it is (contract 2.8). */
  "passwords.change": { byId: [SESSION_ONLY], byTarget: [] },
  /** Browser sessions: own ones, or as an admin those of non-owners, as for blocking. */
  "sessions.read": {
    byId: [[not(either(self, adminPower)), "admin_required"]],
    byTarget: [OWNER_SESSIONS],
  },
  "sessions.end": {
    byId: [[not(either(self, adminPower)), "admin_required"]],
    byTarget: [OWNER_SESSIONS, SESSION_ONLY],
  },
  "groups.read": needs("groups", "read"),
  "groups.create": needs("groups", "create"),
  "groups.update": needs("groups", "update"),
  "groups.delete": needs("groups", "delete"),
  /** A group issued by an integration; requires `groups.delete` as well. */
  "groups.delete_integration": {
    byId: [[not(both(serviceUser, adminPower)), "integration_group"]],
    byTarget: [],
  },
  // NetBird also requires settings.read, which excludes only the billing admin (Roost's difference).
  "accounts.read": needs("accounts", "read"),
  "accounts.update": needs("settings", "update"),
  "accounts.delete": {
    byId: [[not(granted("accounts", "delete")), "owner_required"], SESSION_ONLY],
    byTarget: [],
  },
  /**
   * Lets tokens manage the account; requires `accounts.update` as well. Owners only: a stolen
   * owner token could create an admin, whose session would turn it on.
   */
  "accounts.allow_tokens": {
    byId: [[not(owner), "owner_allows_tokens"], SESSION_ONLY],
    byTarget: [],
  },
  "events.list": needs("events", "read"),
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof RULES;
export const ACTIONS = Object.keys(RULES) as Action[];

const ALLOWED: Decision = { allowed: true };
const refuse = (refusal: Refusal): Decision => ({ allowed: false, refusal });

/** Checks the conditions that need only the target's ID, before the target is loaded. */
export function canBegin(actor: PolicyActor, action: Action, targetId = ""): Decision {
  const rule: Rule = RULES[action];
  const refused = rule.byId.find(([condition]) => condition({ actor, targetId }));
  return refused ? refuse(refused[1]) : ALLOWED;
}

/** The whole decision. The dashboard calls it too, to explain disabled actions. */
export function can(
  actor: PolicyActor,
  action: Action,
  target: PolicyTarget,
  change?: PolicyChange,
): Decision {
  const begun = canBegin(actor, action, target.id);
  if (!begun.allowed) return begun;
  const rule: Rule = RULES[action];
  const subject: Subject = { actor, targetId: target.id, target, change };
  const refused = rule.byTarget.find(([condition]) => condition(subject));
  return refused ? refuse(refused[1]) : ALLOWED;
}
