import fc from "fast-check";
import { expect, test } from "vitest";
import { ROLES } from "../contract/fields.ts";
import { grantsByModule, MODULES, VERBS } from "./matrix.ts";
import {
  canGrant,
  canMint,
  hasNoMoreRights,
  isUnrestricted,
  type Minter,
  scopesToMint,
} from "./mint.ts";
import type { Networks } from "./networks.ts";
import { covers, type effectiveGrants, KNOWN_SCOPES, type Scopes } from "./scopes.ts";

const NOW = new Date("2026-11-28T00:00:00Z");
const LATER = new Date("2026-11-28T00:00:00.001Z");

const role = fc.constantFrom(...ROLES);
const holder = fc.record({ role, isServiceUser: fc.boolean() });
const someScopes = fc.array(fc.constantFrom(...KNOWN_SCOPES, "service:a", "of:later"), {
  maxLength: 6,
});
const scopes: fc.Arbitrary<Scopes> = fc.option(someScopes);

const minterOf = (
  who: { role: (typeof ROLES)[number]; isServiceUser: boolean },
  own: Scopes,
  expiresAt: Date | null = NOW,
  networks: Networks = null,
): Minter => ({
  ...{
    userId: "me",
    personalTokens: true,
    inSession: false,
    recentProof: false,
    managesAccount: false,
  },
  ...{ ...who, scopes: own, networks, expiresAt },
});

/** The rights of a token, one by one, from the definitions alone. */
const rightsOf = (who: Parameters<typeof effectiveGrants>[0]) => {
  const role = grantsByModule(who);
  return MODULES.flatMap((module) =>
    VERBS.filter((verb) => role[module]?.[verb] && covers(who.scopes, { module, verb })).map(
      (verb) => `${module}:${verb}`,
    ),
  );
};

test("what a restricted token mints has no right, scope or day that it lacks", () => {
  fc.assert(
    fc.property(holder, someScopes, holder, scopes, (who, own, owner, wanted) => {
      const minter = minterOf(who, own);
      for (const expiresAt of [NOW, LATER]) {
        const decision = canMint(minter, { owner, scopes: wanted, networks: null, expiresAt });
        if (!decision.allowed) continue;
        expect(expiresAt).toBe(NOW);
        const minted = rightsOf({ ...owner, scopes: wanted });
        const ownRights = rightsOf(minter);
        expect(minted.filter((right) => !ownRights.includes(right))).toEqual([]);
        expect(wanted).not.toBeNull();
      }
    }),
    { numRuns: 2000 },
  );
});

test("a token mints for its own user every part of its scopes", () => {
  fc.assert(
    fc.property(holder, someScopes, (who, own) => {
      const minter = minterOf(who, own);
      for (const part of [own, own.slice(1), []]) {
        const minted = { owner: who, scopes: part, networks: null, expiresAt: NOW };
        expect(canMint(minter, minted)).toEqual({ allowed: true });
      }
    }),
  );
});

test("sessions and tokens without scopes mint any scopes and expiry", () => {
  fc.assert(
    fc.property(holder, holder, scopes, fc.constantFrom(NOW, null), (who, owner, wanted, own) => {
      const minted = { owner, scopes: wanted, networks: null, expiresAt: LATER };
      expect(canMint(minterOf(who, null, own), minted)).toEqual({ allowed: true });
    }),
  );
});

test.each<[string, Scopes, Scopes, boolean, Date]>([
  ["scopes_beyond_own", ["pats:create"], ["pats:write"], false, NOW],
  ["scopes_beyond_own", ["pats:create"], ["all"], false, NOW],
  ["scopes_beyond_own", ["all"], null, false, NOW],
  ["scopes_beyond_own", ["all"], ["self:update"], false, NOW],
  ["expiry_beyond_own", ["pats:create"], [], false, LATER],
  // A service user reads everything; a network admin does not.
  ["rights_beyond_own", ["all"], ["all:read"], true, NOW],
])("%s: a network admin's token with %j mints %j", (refusal, own, wanted, machine, expiresAt) => {
  const owner = { role: "network_admin", isServiceUser: machine } as const;
  const minter = minterOf({ role: "network_admin", isServiceUser: false }, own);
  const decision = canMint(minter, { owner, scopes: wanted, networks: null, expiresAt });
  expect(decision).toEqual({ allowed: false, refusal });
});

test("absent scopes become all where the minter has scopes, and [] stays []", () => {
  expect(scopesToMint({ scopes: ["pats:create"] }, null)).toEqual(["all"]);
  expect(scopesToMint({ scopes: [] }, null)).toEqual(["all"]);
  expect(scopesToMint({ scopes: ["all"] }, [])).toEqual([]);
  expect(scopesToMint({ scopes: null }, null)).toBeNull();
  expect(isUnrestricted({ scopes: [], networks: null })).toBe(false);
});

test("each holder has no more rights than itself, and an owner no fewer than any", () => {
  const owner = { role: "owner", isServiceUser: false, scopes: null } as const;
  fc.assert(
    fc.property(holder, scopes, (who, own) => {
      expect(hasNoMoreRights({ ...who, scopes: own }, { ...who, scopes: own })).toBe(true);
      expect(hasNoMoreRights({ ...who, scopes: own }, owner)).toBe(true);
    }),
  );
});

test("a restricted token changes no user who is or becomes more than it", () => {
  fc.assert(
    fc.property(holder, someScopes, fc.array(holder, { maxLength: 2 }), (who, own, users) => {
      const actor = minterOf(who, own);
      const ownRights = rightsOf(actor);
      const isWithin = users.every(
        (user) =>
          (user.isServiceUser || !["owner", "admin"].includes(user.role)) &&
          rightsOf({ ...user, scopes: null }).every((right) => ownRights.includes(right)),
      );
      expect(canGrant(actor, { users }).allowed).toBe(isWithin);
      expect(canGrant(minterOf(who, null), { users }).allowed).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test.each<[string[], string[], boolean]>([
  [[], [], true],
  [["a", "b"], ["b", "a"], true],
  [["a"], ["a", "b"], false],
  [["a", "a"], ["a", "b"], false],
  [["a"], [], false],
])("auto groups %j to %j need no groups:update: %s", (before, after, allowed) => {
  const users = [{ role: "user", isServiceUser: false }] as const;
  const admin = { role: "admin", isServiceUser: false } as const;
  const without = canGrant(minterOf(admin, ["users:write"]), { users, groups: { before, after } });
  expect(without.allowed).toBe(allowed);
  if (!allowed) expect(without).toMatchObject({ required: { module: "groups", verb: "update" } });
  for (const scopes of [["users:write", "groups:update"], null]) {
    const decision = canGrant(minterOf(admin, scopes), { users, groups: { before, after } });
    expect(decision).toEqual({ allowed: true });
  }
});

test("a token with networks mints only tokens with networks within its own", () => {
  const owner = { role: "admin", isServiceUser: true } as const;
  const minter = minterOf(owner, null, NOW, ["10.0.0.0/8", "2001:db8::/32"]);
  expect(isUnrestricted(minter)).toBe(false);
  const mint = (networks: Networks, expiresAt = NOW) =>
    canMint(minter, { owner, scopes: null, networks, expiresAt });
  const allowed = { allowed: true };
  expect(mint(["10.1.0.0/16", "2001:db8:1::/48"])).toEqual(allowed);
  expect(mint(minter.networks)).toEqual(allowed);
  const refused = { allowed: false, refusal: "networks_beyond_own" };
  for (const wider of [null, ["0.0.0.0/0"], ["10.0.0.0/8", "192.0.2.1/32"], ["::/0"]]) {
    expect(mint(wider)).toEqual(refused);
  }
  const late = mint(["10.0.0.0/8"], LATER);
  expect(late).toEqual({ allowed: false, refusal: "expiry_beyond_own" });
});

test("a token with networks grants rights only to service users", () => {
  fc.assert(
    fc.property(holder, fc.array(holder, { maxLength: 2 }), (who, users) => {
      const machines = users.every(({ isServiceUser }) => isServiceUser);
      const limited = canGrant(minterOf(who, null, NOW, ["10.0.0.0/8"]), { users });
      const inScope = canGrant(minterOf(who, ["all"]), { users });
      expect(limited.allowed).toBe(machines && inScope.allowed);
    }),
  );
});
