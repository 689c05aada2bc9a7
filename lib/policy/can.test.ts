import { expect, test } from "vitest";
import { ROLES, type Role } from "../contract/fields.ts";
import { ACTIONS, type Action, can, canBegin, type PolicyActor, type PolicyTarget } from "./can.ts";
import { answerTo } from "./refusal-answers.ts";
import type { Refusal } from "./refusals.ts";

type Kind = "person" | "service user";
const KINDS: Kind[] = ["person", "service user"];

const actorOf = (role: Role, kind: Kind, more: Partial<PolicyActor> = {}): PolicyActor => ({
  userId: "actor",
  role,
  isServiceUser: kind === "service user",
  personalTokens: true,
  inSession: true,
  recentProof: true,
  managesAccount: true,
  scopes: null,
  networks: null,
  ...more,
});
const targetOf = (role: Role, kind: Kind, more: Partial<PolicyTarget> = {}): PolicyTarget => ({
  id: "target",
  role,
  isServiceUser: kind === "service user",
  isBlocked: false,
  issued: "api",
  ...more,
});
const asTarget = (actor: PolicyActor): PolicyTarget => ({
  id: actor.userId,
  role: actor.role,
  isServiceUser: actor.isServiceUser,
  isBlocked: false,
  issued: "api",
});

/** Every actor that can exist: a service user is never an owner. */
const ACTORS = ROLES.flatMap((role) => KINDS.map((kind) => ({ role, kind }))).filter(
  ({ role, kind }) => !(role === "owner" && kind === "service user"),
);
const isAdmin = (role: Role) => role === "owner" || role === "admin";

/** The rules of contract 3.3 and Roost's differences, written independently of the policy table. */
const EXPECTED: Record<
  string,
  (actor: { role: Role; kind: Kind }, target: { role: Role; kind: Kind } | "self") => boolean
> = {
  "users.list": ({ role, kind }) =>
    kind === "service user" || !["user", "billing_admin"].includes(role),
  "users.get": ({ role, kind }, target) =>
    target === "self" || kind === "service user" || !["user", "billing_admin"].includes(role),
  "users.create": ({ role }) => isAdmin(role),
  // Saves a user unchanged; the tests below cover changes.
  "users.update": ({ role }) => isAdmin(role),
  "users.delete": ({ role }, target) =>
    target !== "self" && isAdmin(role) && target.role !== "owner",
  "reviews.confirm": ({ role }, target) =>
    target !== "self" && isAdmin(role) && target.kind === "service user",
  "users.invite": ({ role }) => isAdmin(role),
  "users.approve": ({ role }) => isAdmin(role),
  "users.reject": ({ role }, target) =>
    target !== "self" && isAdmin(role) && target.role !== "owner",
  "invites.list": ({ role, kind }) =>
    kind === "service user" || !["user", "billing_admin"].includes(role),
  "invites.create": ({ role }) => isAdmin(role),
  "invites.regenerate": ({ role }) => isAdmin(role),
  "invites.delete": ({ role }) => isAdmin(role),
  "tokens.inventory": ({ role }) => isAdmin(role),
  "tokens.revoke": ({ role }) => isAdmin(role),
  "tokens.revoke_matching": ({ role }) => isAdmin(role),
  // With a recent proof; a test below covers others.
  "tokens.start_revocation": ({ role }) => isAdmin(role),
  "sessions.prove": () => true,
  "tokens.revocations": ({ role, kind }, target) =>
    target === "self" || kind === "service user" || !["user", "billing_admin"].includes(role),
  // With a session; a test below covers access tokens.
  "passwords.change": () => true,
  "passwords.reset": ({ role }, target) =>
    target !== "self" &&
    target.kind === "person" &&
    (role === "owner" || (role === "admin" && target.role !== "owner")),
  "sessions.read": ({ role }, target) =>
    target === "self" || role === "owner" || (role === "admin" && target.role !== "owner"),
  "sessions.end": ({ role }, target) =>
    target === "self" || role === "owner" || (role === "admin" && target.role !== "owner"),
  "groups.read": ({ role, kind }) =>
    kind === "service user" || !["user", "billing_admin"].includes(role),
  "groups.find": ({ role, kind }) =>
    kind === "service user" || !["user", "billing_admin"].includes(role),
  "groups.create": ({ role }) => isAdmin(role) || role === "network_admin",
  "groups.update": ({ role }) => isAdmin(role) || role === "network_admin",
  "groups.delete": ({ role }) => isAdmin(role) || role === "network_admin",
  "groups.delete_integration": ({ role, kind }) => kind === "service user" && isAdmin(role),
  "accounts.read": ({ role, kind }) => kind === "service user" || role !== "user",
  "settings.read": ({ role, kind }) =>
    kind === "service user" || !["user", "billing_admin"].includes(role),
  "accounts.update": ({ role }) => isAdmin(role),
  "accounts.delete": ({ role }) => role === "owner",
  "accounts.allow_tokens": ({ role }) => role === "owner",
  "accounts.lengthen_tokens": ({ role }) => role === "owner",
  "accounts.secure": () => true,
  "protected_services.read": ({ role, kind }) =>
    kind === "service user" || !["user", "billing_admin"].includes(role),
  "protected_services.change": ({ role }) => isAdmin(role),
  "events.list": ({ role, kind }) =>
    kind === "service user" || !["user", "billing_admin"].includes(role),
  "introspection.check": ({ role }) => isAdmin(role),
  "tokens.read": ({ role }, target) => target === "self" || isAdmin(role),
  "tokens.create": ({ role, kind }, target) =>
    target === "self"
      ? kind === "person" || isAdmin(role) || role === "network_admin"
      : isAdmin(role) && target.kind === "service user",
  "tokens.delete": ({ role }, target) => target === "self" || isAdmin(role),
  "tokens.update": ({ role }, target) => target === "self" || isAdmin(role),
  "tokens.rotate_own": (_, target) => target === "self",
};

test("decides every role, kind, action and target as in the contract", () => {
  let cases = 0;
  for (const action of ACTIONS) {
    const expected = EXPECTED[action];
    expect(expected, `${action} has an expectation`).toBeDefined();
    for (const given of ACTORS) {
      const actor = actorOf(given.role, given.kind);
      const targets = [
        { target: asTarget(actor), as: "self" as const },
        ...ACTORS.map((as) => ({ target: targetOf(as.role, as.kind), as })),
      ];
      for (const { target, as } of targets) {
        const change = { role: target.role, isBlocked: target.isBlocked };
        const decision = can(actor, action, target, change);
        const label = `${action} by ${given.role} ${given.kind} on ${JSON.stringify(as)}`;
        expect(decision.allowed, label).toBe(expected?.(given, as));
        cases += 1;
      }
    }
  }
  expect(cases).toBe(ACTIONS.length * ACTORS.length * (ACTORS.length + 1));
});

test("can() refuses whatever canBegin() refuses", () => {
  for (const action of ACTIONS) {
    for (const given of ACTORS) {
      const actor = actorOf(given.role, given.kind);
      for (const as of ACTORS) {
        const target = targetOf(as.role, as.kind);
        if (!canBegin(actor, action, target.id).allowed) {
          expect(can(actor, action, target).allowed).toBe(false);
        }
      }
    }
  }
});

const refusalOf = (decision: ReturnType<typeof can>) =>
  decision.allowed ? "allowed" : answerTo(decision.refusal).wire;

test("only owners grant the owner role, and never to a service user", () => {
  for (const { role, kind } of ACTORS) {
    const actor = actorOf(role, kind);
    const change = { role: "owner" as const, isBlocked: false };
    const ofPerson = can(actor, "users.update", targetOf("user", "person"), change);
    expect(ofPerson.allowed, `${role} ${kind}`).toBe(role === "owner");
    const ofService = can(actor, "users.update", targetOf("admin", "service user"), change);
    expect(ofService.allowed).toBe(false);
  }
});

test.each([
  ["admin", { role: "admin", isBlocked: true }, "admins can't block or unblock themselves"],
  ["owner", { role: "admin", isBlocked: false }, "admins can't change their role"],
  ["admin", { role: "owner", isBlocked: false }, "admins can't change their role"],
] as const)("%s cannot change its own user to %o", (role, change, wire) => {
  const actor = actorOf(role, "person");
  expect(refusalOf(can(actor, "users.update", asTarget(actor), change))).toBe(wire);
});

test("an owner cannot be blocked and is demoted only by another owner", () => {
  const owner = targetOf("owner", "person");
  const admin = actorOf("admin", "person");
  const demotion = { role: "admin" as const, isBlocked: false };
  const block = { role: "owner" as const, isBlocked: true };
  expect(refusalOf(can(admin, "users.update", owner, demotion))).toBe(
    "only owners can remove owner role from their user",
  );
  expect(refusalOf(can(admin, "users.update", owner, block))).toBe("unable to block owner user");
  const other = actorOf("owner", "person");
  expect(can(other, "users.update", owner, demotion).allowed).toBe(true);
  expect(refusalOf(can(other, "users.update", owner, block))).toBe("unable to block owner user");
});

test("ownership is not transferred to a user who stays or becomes blocked", () => {
  const owner = actorOf("owner", "person");
  for (const isBlocked of [true, false]) {
    const heir = targetOf("user", "person", { isBlocked });
    const blocked = can(owner, "users.update", heir, { role: "owner", isBlocked: true });
    expect(refusalOf(blocked)).toBe("unable to block owner user");
    const active = can(owner, "users.update", heir, { role: "owner", isBlocked: false });
    expect(active.allowed).toBe(true);
  }
});

test("only service users delete users issued by an integration", () => {
  const target = targetOf("user", "person", { issued: "integration" });
  expect(can(actorOf("owner", "person"), "users.delete", target).allowed).toBe(false);
  expect(can(actorOf("admin", "service user"), "users.delete", target).allowed).toBe(true);
});

test("disabled personal tokens cannot be created but can be revoked", () => {
  for (const { role, kind } of ACTORS.filter((actor) => actor.kind === "person")) {
    const actor = actorOf(role, kind, { personalTokens: false });
    expect(can(actor, "tokens.create", asTarget(actor)).allowed).toBe(false);
    expect(can(actor, "tokens.delete", asTarget(actor)).allowed).toBe(true);
  }
  const machine = actorOf("admin", "service user", { personalTokens: false });
  expect(can(machine, "tokens.create", asTarget(machine)).allowed).toBe(true);
});

/** Refused to tokens even of an account that they may manage. */
const ALWAYS: Partial<Record<Action, Refusal>> = {
  ...{ "accounts.allow_tokens": "always_session", "accounts.secure": "session_settings" },
  ...{ "accounts.lengthen_tokens": "session_settings", "passwords.reset": "always_session" },
  ...{ "sessions.prove": "always_session", "tokens.revoke_matching": "always_session" },
  "tokens.start_revocation": "always_session",
};

test("a session whose password was not entered for a while only loses what needs a recent proof", () => {
  const refused = new Set<string>();
  for (const action of ACTIONS) {
    for (const given of ACTORS) {
      const proven = actorOf(given.role, given.kind);
      const unproven = { ...proven, recentProof: false };
      for (const as of ACTORS) {
        const target = targetOf(as.role, as.kind);
        const before = refusalOf(can(proven, action, target));
        const now = refusalOf(can(unproven, action, target));
        if (now === before) continue;
        expect([before, now]).toEqual(["allowed", answerTo("proof_required").wire]);
        refused.add(action);
      }
    }
  }
  expect([...refused]).toEqual(["tokens.start_revocation"]);
});

test("an access token has its owner's rights except for session-only actions", () => {
  const refused = new Set<string>();
  for (const action of ACTIONS) {
    for (const given of ACTORS) {
      const bySession = actorOf(given.role, given.kind);
      const byToken = actorOf(given.role, given.kind, { inSession: false, managesAccount: false });
      for (const target of [
        asTarget(bySession),
        ...ACTORS.map((as) => targetOf(as.role, as.kind)),
      ]) {
        for (const role of ["user", "owner"] as const) {
          const change = { role, isBlocked: target.isBlocked };
          const [session, token] = [bySession, byToken].map((actor) =>
            refusalOf(can(actor, action, target, change)),
          );
          if (session === token) continue;
          const refusal = ALWAYS[action] ?? "session_required";
          expect([session, token]).toEqual(["allowed", answerTo(refusal).wire]);
          const byAdmitted = can({ ...byToken, managesAccount: true }, action, target, change);
          expect(byAdmitted.allowed).toBe(!(action in ALWAYS));
          refused.add(action === "users.update" ? `${action} ${target.role} to ${role}` : action);
        }
      }
    }
  }
  const transfers = ROLES.filter((role) => role !== "owner").map(
    (role) => `users.update ${role} to owner`,
  );
  expect([...refused].sort()).toEqual(
    [
      ...["accounts.allow_tokens", "accounts.delete", "accounts.lengthen_tokens"],
      ...["accounts.secure", "passwords.change", "passwords.reset", "sessions.end"],
      ...[
        "protected_services.change",
        "sessions.prove",
        "tokens.revoke_matching",
        "tokens.start_revocation",
      ],
      ...["users.update owner to user", ...transfers],
    ].sort(),
  );
});

/** What a token needs for each action, besides the right of its user. */
const SCOPES: Record<Action, string> = {
  ...{ "users.list": "users:read", "users.get": "users:read", "users.create": "users:create" },
  ...{ "users.update": "users:update", "users.delete": "users:delete" },
  ...{ "users.invite": "users:create", "users.approve": "users:update" },
  ...{ "reviews.confirm": "users:update" },
  ...{ "users.reject": "users:delete", "invites.list": "users:read" },
  ...{ "invites.create": "users:create", "invites.regenerate": "users:update" },
  ...{ "invites.delete": "users:delete", "tokens.read": "pats:read" },
  ...{ "tokens.create": "pats:create", "tokens.delete": "pats:delete" },
  ...{ "tokens.update": "pats:update", "tokens.rotate_own": "self:update" },
  ...{ "tokens.inventory": "pats:read", "tokens.revoke": "pats:delete" },
  ...{ "tokens.revoke_matching": "pats:delete", "tokens.start_revocation": "pats:delete" },
  ...{ "sessions.prove": "users:update" },
  ...{ "groups.find": "groups:update", "tokens.revocations": "events:read" },
  ...{ "passwords.reset": "users:update", "passwords.change": "users:update" },
  ...{ "sessions.read": "users:read", "sessions.end": "users:update" },
  ...{ "groups.read": "groups:read", "groups.create": "groups:create" },
  ...{ "groups.update": "groups:update", "groups.delete": "groups:delete" },
  ...{ "groups.delete_integration": "groups:delete", "accounts.read": "accounts:read" },
  ...{ "accounts.update": "settings:update", "accounts.delete": "accounts:delete" },
  ...{ "accounts.allow_tokens": "settings:update", "accounts.secure": "settings:update" },
  ...{ "accounts.lengthen_tokens": "settings:update", "settings.read": "settings:read" },
  ...{ "protected_services.read": "settings:read" },
  ...{ "protected_services.change": "settings:update" },
  ...{ "events.list": "events:read", "introspection.check": "introspection:read" },
};

/** Scopes of Roost's own, which no other one covers. */
const OWN = ["self:update", "introspection:read"];

test("scopes only ever take rights away, and nothing waives them", () => {
  const narrow = [[], ["all:read"], ["pats:create"], ["users:write"], ["self:update"], ["all"]];
  for (const action of ACTIONS) {
    for (const scopes of [...narrow, [SCOPES[action]]]) {
      const meets =
        (scopes.includes("all") && !OWN.includes(SCOPES[action])) ||
        scopes.includes(SCOPES[action]) ||
        (scopes.includes("all:read") &&
          SCOPES[action].endsWith(":read") &&
          !OWN.includes(SCOPES[action])) ||
        (scopes.includes("users:write") && SCOPES[action].startsWith("users:"));
      for (const given of ACTORS) {
        const whole = actorOf(given.role, given.kind);
        const scoped = { ...whole, scopes };
        for (const target of [asTarget(whole), ...ACTORS.map((as) => targetOf(as.role, as.kind))]) {
          const before = can(whole, action, target);
          const decision = can(scoped, action, target);
          if (meets) expect(decision).toEqual(before);
          else expect(decision.allowed, `${action} with ${scopes}`).toBe(false);
        }
      }
    }
  }
});
