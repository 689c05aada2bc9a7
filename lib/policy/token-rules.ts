import {
  adminPower,
  allOf,
  anyOf,
  granted,
  not,
  person,
  personalTokens,
  self,
  targetServiceUser,
} from "./conditions.ts";
import { ALWAYS_SESSION_ONLY, RECENT_PROOF, type Rule } from "./rule.ts";

/** The rows of the policy about access tokens. */
export const TOKEN_RULES = {
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
} as const satisfies Record<string, Rule>;
