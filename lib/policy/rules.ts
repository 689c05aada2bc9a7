import {
  adminPower,
  allOf,
  anyOf,
  becomesBlocked,
  becomesOwner,
  changesBlock,
  changesRole,
  granted,
  inSession,
  managesAccount,
  not,
  owner,
  person,
  self,
  serviceUser,
  targetBlocked,
  targetIntegration,
  targetOwner,
  targetServiceUser,
} from "./conditions.ts";
import { ALWAYS_SESSION_ONLY, needs, type Rule, SESSION_ONLY } from "./rule.ts";
import { TOKEN_RULES } from "./token-rules.ts";

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
  ...TOKEN_RULES,
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
  /** Those that Roost itself acts on. */
  "settings.read": needs("settings", "read"),
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
  "protected_services.read": needs("settings", "read"),
  /** What opens services beside Roost: by people, or by tokens that may manage the account. */
  "protected_services.change": {
    scope: { module: "settings", verb: "update" },
    beforeLoad: [
      [not(granted("settings", "update")), "no_permission"],
      [not(adminPower), "admin_required"],
      SESSION_ONLY,
    ],
    afterLoad: [],
  },
  "events.list": needs("events", "read"),
} as const satisfies Record<string, Rule>;
