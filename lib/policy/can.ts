import type { Role } from "../contract/fields.ts";
import { grants, type Module, type Verb } from "./matrix.ts";
import type { Refusal } from "./refusals.ts";

/** Who acts, as far as the policy needs to know. */
export type PolicyActor = {
  userId: string;
  role: Role;
  isServiceUser: boolean;
  /** The account lets people have access tokens of their own. */
  personalTokens: boolean;
  /** Acts through a session, or through a token in an account that lets tokens manage it. */
  managesAccount: boolean;
};

/** Whom it concerns, and for an update what would become of them. */
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
/** A condition that needs no more of the target than its id. */
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
  /** Decided before the target is loaded: the first condition that holds refuses. */
  byId: readonly (readonly [IdCondition, Refusal])[];
  /** Decided with the target at hand, in the order of the wire contract. */
  byTarget: readonly (readonly [Condition, Refusal])[];
};

/** What a token may not do: last in a rule, since the role's own refusals come first. */
const SESSION_ONLY = [not(managesAccount), "session_required"] as const;

/** What needs a grant of the matrix and nothing else. */
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

/** Who may do what to whom (contract 3.3 and the differences of Roost). One row an action. */
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
  /** One's own always: the holder of a leaked token can revoke it. */
  "tokens.delete": {
    byId: [[not(either(self, granted("pats", "delete"))), "no_permission"]],
    byTarget: [[not(either(self, adminPower)), "admin_required"]],
  },
  /** The tokens of everybody; without it a list of tokens holds only one's own. */
  "tokens.inventory": { byId: [[not(adminPower), "admin_required"]], byTarget: [] },
  /** Which tokens somebody else revoked: of one's own, or what whoever reads events could find there. */
  "tokens.revocations": {
    byId: [[not(either(self, granted("events", "read"))), "no_permission"]],
    byTarget: [],
  },
  /** A one-time link with which a person sets a new password. */
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
  /** The password of the actor: whose it is, the service looks at first (contract 2.8). */
  "passwords.change": { byId: [SESSION_ONLY], byTarget: [] },
  /** Browser sessions: one's own; an admin's reach ends at owners, as for blocking. */
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
  /** A group that an integration made, beside the right to delete any. */
  "groups.delete_integration": {
    byId: [[not(both(serviceUser, adminPower)), "integration_group"]],
    byTarget: [],
  },
  // NetBird asks for settings.read too, which only keeps out the billing admin (a difference of Roost).
  "accounts.read": needs("accounts", "read"),
  "accounts.update": needs("settings", "update"),
  "accounts.delete": {
    byId: [[not(granted("accounts", "delete")), "owner_required"], SESSION_ONLY],
    byTarget: [],
  },
  /**
   * Letting tokens manage the account, beside the right to change its settings. Owners only: an
   * owner's stolen token could create an admin, whose session would turn it on.
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

/** The part of the decision that needs only the target's id: made before the target is looked up. */
export function canBegin(actor: PolicyActor, action: Action, targetId = ""): Decision {
  const rule: Rule = RULES[action];
  const refused = rule.byId.find(([condition]) => condition({ actor, targetId }));
  return refused ? refuse(refused[1]) : ALLOWED;
}

/** The whole decision. The interface asks the same function, to say why before one tries. */
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
