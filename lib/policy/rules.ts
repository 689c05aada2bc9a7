import {
  adminPower,
  allOf,
  anyOf,
  becomesBlocked,
  becomesOwner,
  type Condition,
  changesBlock,
  changesRole,
  granted,
  type IdCondition,
  inSession,
  managesAccount,
  not,
  owner,
  person,
  personalTokens,
  recentProof,
  self,
  serviceUser,
  targetBlocked,
  targetIntegration,
  targetOwner,
  targetServiceUser,
} from "./conditions.ts";
import type { Module, Verb } from "./matrix.ts";
import type { Refusal } from "./refusals.ts";
import type { Requirement } from "./scopes.ts";

/** When an action is refused, and why. */
export type Rule = {
  /** What a token's scopes must meet. No condition waives it, not even `self`. */
  scope: Requirement;
  /** Checked before the target is loaded; the first true condition refuses. */
  beforeLoad: readonly (readonly [IdCondition, Refusal])[];
  /** Checked after the target is loaded, in the order of the wire contract. */
  afterLoad: readonly (readonly [Condition, Refusal])[];
};

/** Refuses access tokens. Last in a rule: refusals by role come first. */
const SESSION_ONLY = [not(managesAccount), "session_required"] as const;

/** The same, whatever the account allows tokens. */
const ALWAYS_SESSION_ONLY = [not(inSession), "always_session"] as const;

/** Refuses a session whose password was not entered for a while. Last, so that it is entered once. */
const RECENT_PROOF = [not(recentProof), "proof_required"] as const;

/** A rule that requires only a grant of the matrix. */
const needs = (module: Module, verb: Verb): Rule => ({
  scope: { module, verb },
  beforeLoad: [[not(granted(module, verb)), "no_permission"]],
  afterLoad: [],
});

const DELETION: Rule = {
  scope: { module: "users", verb: "delete" },
  beforeLoad: [
    [self, "self_deletion"],
    [not(granted("users", "delete")), "no_permission"],
  ],
  afterLoad: [
    [targetOwner, "owner_undeletable"],
    [allOf(targetIntegration, person), "integration_user"],
  ],
};

const OWNER_SESSIONS: Rule["afterLoad"][number] = [
  allOf(targetOwner, not(anyOf(self, owner))),
  "owner_sessions",
];

/** The policy, one row per action (contract 3.3 and Roost's differences). */
export const RULES = {
  "users.list": needs("users", "read"),
  "users.get": {
    scope: { module: "users", verb: "read" },
    beforeLoad: [[not(anyOf(self, granted("users", "read"))), "no_permission"]],
    afterLoad: [],
  },
  "users.create": needs("users", "create"),
  "users.update": {
    scope: { module: "users", verb: "update" },
    beforeLoad: [[not(granted("users", "create")), "no_permission"]],
    afterLoad: [
      [not(adminPower), "admins_only_update"],
      [allOf(self, changesBlock), "block_self"],
      [allOf(self, changesRole), "own_role"],
      [allOf(not(owner), targetOwner, changesRole), "demote_owner"],
      [allOf(targetOwner, becomesBlocked), "block_owner"],
      [allOf(not(owner), changesRole, becomesOwner), "promote_to_owner"],
      [allOf(targetServiceUser, becomesOwner), "service_user_owner"],
      [allOf(becomesOwner, becomesBlocked), "block_owner"],
      [
        allOf(not(managesAccount), changesRole, anyOf(targetOwner, becomesOwner)),
        "session_required",
      ],
    ],
  },
  "users.delete": DELETION,
  /** That a service user should keep its access: never by itself. */
  "reviews.confirm": {
    scope: { module: "users", verb: "update" },
    beforeLoad: [
      [self, "own_review"],
      [not(adminPower), "admin_required"],
    ],
    afterLoad: [[not(targetServiceUser), "person_review"]],
  },
  "users.invite": needs("users", "create"),
  "users.approve": needs("users", "update"),
  "users.reject": DELETION,
  "invites.list": needs("users", "read"),
  "invites.create": needs("users", "create"),
  "invites.regenerate": needs("users", "update"),
  "invites.delete": needs("users", "delete"),
  "tokens.read": {
    scope: { module: "pats", verb: "read" },
    beforeLoad: [[not(anyOf(self, granted("pats", "read"))), "no_permission"]],
    afterLoad: [[not(anyOf(self, adminPower)), "admin_required"]],
  },
  "tokens.create": {
    scope: { module: "pats", verb: "create" },
    beforeLoad: [
      [allOf(self, person, not(personalTokens)), "personal_tokens_off"],
      [not(anyOf(allOf(self, person), granted("pats", "create"))), "no_permission"],
    ],
    afterLoad: [
      [not(anyOf(self, adminPower)), "admin_required"],
      [not(anyOf(self, targetServiceUser)), "own_tokens_only"],
    ],
  },
  /**
   * A new secret of the token that it acts with. No role is required: the secret has the rights and at
   * most the lifetime of the one that asks for it.
   */
  "tokens.rotate_own": {
    scope: { own: "self:update" },
    beforeLoad: [
      [allOf(person, not(personalTokens)), "personal_tokens_off"],
      [not(self), "no_permission"],
    ],
    afterLoad: [],
  },
  /** Own tokens always: the owner of a leaked token can revoke it. */
  "tokens.delete": {
    scope: { module: "pats", verb: "delete" },
    beforeLoad: [[not(anyOf(self, granted("pats", "delete"))), "no_permission"]],
    afterLoad: [[not(anyOf(self, adminPower)), "admin_required"]],
  },
  /** What a token says about itself and whether it works, as for its revocation. */
  "tokens.update": {
    scope: { module: "pats", verb: "update" },
    beforeLoad: [[not(anyOf(self, granted("pats", "update"))), "no_permission"]],
    afterLoad: [[not(anyOf(self, adminPower)), "admin_required"]],
  },
  /** Whether a token works, and whose it is. Not part of reading everything. */
  "introspection.check": {
    scope: { own: "introspection:read" },
    beforeLoad: [[not(adminPower), "admin_required"]],
    afterLoad: [],
  },
  /** The tokens of all users; without it a list contains only the caller's own. */
  "tokens.inventory": {
    scope: { module: "pats", verb: "read" },
    beforeLoad: [[not(adminPower), "admin_required"]],
    afterLoad: [],
  },
  /** The tokens of all users among those to revoke; `tokens.delete` decides on each. */
  "tokens.revoke": {
    scope: { module: "pats", verb: "delete" },
    beforeLoad: [[not(adminPower), "admin_required"]],
    afterLoad: [],
  },
  /** What a revocation of all tokens that meet a filter would do, and its progress. */
  "tokens.revoke_matching": {
    scope: { module: "pats", verb: "delete" },
    beforeLoad: [[not(adminPower), "admin_required"], ALWAYS_SESSION_ONLY],
    afterLoad: [],
  },
  /** The start of one, which nothing undoes. */
  "tokens.start_revocation": {
    scope: { module: "pats", verb: "delete" },
    beforeLoad: [[not(adminPower), "admin_required"], ALWAYS_SESSION_ONLY, RECENT_PROOF],
    afterLoad: [],
  },
  /** Tokens that another user revoked: the caller's own, or all for readers of events, who see them there too. */
  "tokens.revocations": {
    scope: { module: "events", verb: "read" },
    beforeLoad: [[not(anyOf(self, granted("events", "read"))), "no_permission"]],
    afterLoad: [],
  },
  /** A one-time link to set a new password. */
  "passwords.reset": {
    scope: { module: "users", verb: "update" },
    beforeLoad: [
      [not(granted("users", "update")), "no_permission"],
      [self, "own_password_reset"],
    ],
    afterLoad: [
      [targetServiceUser, "service_user_password"],
      [allOf(targetOwner, not(owner)), "owner_password"],
      [targetBlocked, "blocked_password"],
      ALWAYS_SESSION_ONLY,
    ],
  },
  /** The actor's own password; the service checks first that it is (contract 2.8). */
  "passwords.change": {
    scope: { module: "users", verb: "update" },
    beforeLoad: [SESSION_ONLY],
    afterLoad: [],
  },
  /** The proof of who acts in the session of the request. */
  "sessions.prove": {
    scope: { module: "users", verb: "update" },
    beforeLoad: [ALWAYS_SESSION_ONLY],
    afterLoad: [],
  },
  /** Browser sessions: own ones, or as an admin those of non-owners, as for blocking. */
  "sessions.read": {
    scope: { module: "users", verb: "read" },
    beforeLoad: [[not(anyOf(self, adminPower)), "admin_required"]],
    afterLoad: [OWNER_SESSIONS],
  },
  "sessions.end": {
    scope: { module: "users", verb: "update" },
    beforeLoad: [[not(anyOf(self, adminPower)), "admin_required"]],
    afterLoad: [OWNER_SESSIONS, SESSION_ONLY],
  },
  "groups.read": needs("groups", "read"),
  /** The group of an update, which NetBird looks up for all readers before it refuses them. */
  "groups.find": { ...needs("groups", "read"), scope: { module: "groups", verb: "update" } },
  "groups.create": needs("groups", "create"),
  "groups.update": needs("groups", "update"),
  "groups.delete": needs("groups", "delete"),
  /** A group issued by an integration; requires `groups.delete` as well. */
  "groups.delete_integration": {
    scope: { module: "groups", verb: "delete" },
    beforeLoad: [[not(allOf(serviceUser, adminPower)), "integration_group"]],
    afterLoad: [],
  },
  // NetBird also requires settings.read, which excludes only the billing admin (Roost's difference).
  "accounts.read": needs("accounts", "read"),
  "accounts.update": needs("settings", "update"),
  "accounts.delete": {
    scope: { module: "accounts", verb: "delete" },
    beforeLoad: [[not(granted("accounts", "delete")), "owner_required"], SESSION_ONLY],
    afterLoad: [],
  },
  /**
   * Lets tokens manage the account; requires `accounts.update` as well. Owners only: a stolen
   * owner token could create an admin, whose session would turn it on.
   */
  "accounts.allow_tokens": {
    scope: { module: "settings", verb: "update" },
    beforeLoad: [[not(owner), "owner_allows_tokens"], ALWAYS_SESSION_ONLY],
    afterLoad: [],
  },
  /** Settings of access tokens and the sign-in; requires `accounts.update` as well. */
  "accounts.secure": {
    scope: { module: "settings", verb: "update" },
    beforeLoad: [[not(inSession), "session_settings"]],
    afterLoad: [],
  },
  /** How long tokens of service users may live, beyond a year too; requires `accounts.update` as well. */
  "accounts.lengthen_tokens": {
    scope: { module: "settings", verb: "update" },
    beforeLoad: [
      [not(owner), "owner_lifetimes"],
      [not(inSession), "session_settings"],
    ],
    afterLoad: [],
  },
  "events.list": needs("events", "read"),
} as const satisfies Record<string, Rule>;
