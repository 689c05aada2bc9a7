import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS } from "../contract/durations.ts";
import { ROLES } from "../contract/fields.ts";
import { type AdvisedToken, advise, type DayUse } from "./advice.ts";
import { countedRule, GIVES_RIGHTS } from "./counted-rules.ts";
import { grants, MODULES } from "./matrix.ts";
import { replay } from "./replay.ts";
import { covers, isWithin, KNOWN_SCOPES, scopeOf, scopesAllow } from "./scopes.ts";

const NOW = new Date(Date.UTC(2026, 10, 24, 12));
const day = (ago: number) => new Date(NOW.getTime() - ago * DAY_MS).toISOString().slice(0, 10);
const onDays = (days: readonly number[], operation: string, count = 5, refused = 0): DayUse[] =>
  days.map((ago) => ({ day: day(ago), operation, count, refused }));
const WEEKLY = [1, 8, 15, 22, 29];

const OWNERS: AdvisedToken = {
  role: "owner",
  isServiceUser: false,
  scopes: null,
  createdAt: new Date(NOW.getTime() - 200 * DAY_MS),
  countedSince: day(300),
};
const adviceFor = (uses: DayUse[], token: Partial<AdvisedToken> = {}) =>
  advise({ ...OWNERS, ...token }, uses, NOW);

test("a token is advised the smallest scopes for what it was used for", () => {
  const uses = [
    ...onDays(WEEKLY, "users.list"),
    ...onDays([1], "groups.list"),
    ...onDays([1], "groups.create"),
    ...onDays([1], "users.delete"),
    ...onDays([1], "users.current", 100),
    // Outside of the window.
    ...onDays([30], "events.list"),
  ];
  expect(adviceFor(uses)).toMatchObject({
    ...{ windowDays: 30, calls: 140, activeDays: 5, attempted: [], unknownOperations: [] },
    used: ["groups:read", "groups:write", "users:read", "users:write"],
    advised: { scopes: ["groups:write", "users:write"] },
  });
  expect(adviceFor(uses).granted).toHaveLength(2 * MODULES.length);
});

test.each<[string, string[], string[]]>([
  ["only reads", ["groups.list", "groups.get"], ["groups:read"]],
  ["only creates", ["groups.create"], ["groups:create"]],
  ["only deletes", ["groups.delete"], ["groups:delete"]],
  ["reads and writes", ["groups.list", "groups.update"], ["groups:write"]],
  ["what needs no scope", ["users.current", "tokens.self.get"], []],
  ["objects of a NetBird server", ["GET /api/peers"], ["groups:read"]],
])("scopes for %s", (_, operations, scopes) => {
  const uses = operations.flatMap((operation) => onDays(WEEKLY, operation));
  expect(adviceFor(uses).advised).toEqual({ scopes });
});

test("a token with single verbs is never advised a wider scope", () => {
  const uses = ["groups.list", "groups.create"].flatMap((one) => onDays(WEEKLY, one));
  const scopes = ["events:read", "groups:create", "groups:read", "self:update", "teapots:read"];
  expect(adviceFor(uses, { scopes }).advised).toEqual({
    scopes: ["groups:create", "groups:read", "self:update", "teapots:read"],
  });
});

test.each<[string, string[] | null, string[]]>([
  ["its scope", ["service:wiki", "users:read"], ["service:wiki"]],
  ["its whole role", null, ["service:wiki"]],
  ["all", ["all"], ["service:wiki"]],
  ["all, and not to read only", ["all", "all:read"], ["service:wiki"]],
  // Its own scope would open it for more.
  ["a scope for reading", ["all:read", "users:write"], ["all:read"]],
])("a token that opened a service by %s keeps what opens it", (_, scopes, advised) => {
  expect(adviceFor(onDays(WEEKLY, "verify:wiki"), { scopes })).toMatchObject({
    ...{ calls: 25, used: [], attempted: [], unknownOperations: [] },
    advised: { scopes: advised },
  });
});

test("a service that refused a token without its scope is attempted", () => {
  const uses = onDays([1], "verify:wiki", 3, 3);
  for (const scopes of [null, ["all"], ["service:wik"]]) {
    const { attempted } = adviceFor(uses, { scopes });
    expect(attempted).toEqual([{ scope: "service:wiki", calls: 3 }]);
  }
  expect(adviceFor(uses, { scopes: ["service:wiki"] }).attempted).toEqual([]);
});

test("a right that only refused calls needed is attempted, not used", () => {
  const uses = [
    ...onDays(WEEKLY, "users.list"),
    ...onDays([1, 2], "groups.create", 7, 7),
    ...onDays([1], "GET /api/peers", 3, 2),
    // Granted, but refused for another reason.
    ...onDays([1], "users.list", 4, 4),
  ];
  const found = adviceFor(uses, { role: "user", isServiceUser: true });
  expect(found).toMatchObject({ calls: 26, used: ["groups:read", "users:read"] });
  expect(found.attempted).toEqual([{ scope: "groups:create", calls: 14 }]);
  expect(found.granted).not.toContain("groups:write");
});

test("a right that the role no longer has is neither used nor advised", () => {
  const uses = ["users.list", "groups.create"].flatMap((one) => onDays(WEEKLY, one));
  expect(adviceFor(uses, { role: "auditor" })).toMatchObject({
    used: ["users:read"],
    advised: { scopes: ["users:read"] },
  });
});

test("what is a user's own stays possible without a grant of the role", () => {
  const found = adviceFor(onDays(WEEKLY, "tokens.list"), { role: "user" });
  expect(found).toMatchObject({
    ...{ granted: ["pats:read"], used: ["pats:read"] },
    advised: { scopes: ["pats:read"] },
  });
});

test.each<[string, number[], number]>([
  ["no gap", [0, 1, 2], 30],
  ["a gap of 25 days", [0, 25], 30],
  ["a gap of 26 days", [0, 26], 32],
  ["a monthly job", [3, 33, 64], 38],
  ["a gap of 80 days", [2, 82], 90],
  ["a gap beyond the counts", [2, 95], 30],
])("the window with %s", (_, days, expected) => {
  expect(adviceFor(onDays(days, "users.list", 9)).windowDays).toBe(expected);
  // Refused calls make no day active.
  const refused = onDays([50], "users.list", 9, 9);
  expect(adviceFor([...onDays(days, "users.list", 9), ...refused]).windowDays).toBe(expected);
});

const used = (days: readonly number[], count = 5) => onDays(days, "users.list", count);
test.each<[string, DayUse[], Partial<AdvisedToken>]>([
  ["too_few_calls", [], {}],
  ["too_few_calls", onDays(WEEKLY, "users.list", 9, 9), {}],
  ["too_few_calls", [...used(WEEKLY.slice(1), 4), ...used([1], 3)], {}],
  ["too_few_days", used(WEEKLY.slice(1), 500), {}],
  ["too_few_days", used([3, 33, 64], 500), {}],
  ["too_young", used(WEEKLY), { createdAt: new Date(NOW.getTime() - 30 * DAY_MS + 1) }],
  ["counted_too_short", used(WEEKLY), { countedSince: day(28) }],
  ["counted_too_short", [], { countedSince: undefined }],
  ["unknown_operations", [...used(WEEKLY), ...onDays([1], "of.a.newer.version", 1)], {}],
  ["needs_whole_role", [...used(WEEKLY), ...onDays([1], "sessions.list", 1)], {}],
  ["already_narrow", used(WEEKLY), { scopes: ["users:read"] }],
])("no advice: %s", (gap, uses, token) => {
  expect(adviceFor(uses, token).advised).toEqual({ gap });
});

test("advice starts exactly at its conditions", () => {
  const createdAt = new Date(NOW.getTime() - 30 * DAY_MS);
  expect(adviceFor(used(WEEKLY, 4), { createdAt, countedSince: day(29) }).advised).toEqual({
    scopes: ["users:read"],
  });
  const refusedOfNewer = onDays([1], "of.a.newer.version", 2, 2);
  expect(adviceFor([...used(WEEKLY), ...refusedOfNewer]).advised).toHaveProperty("scopes");
});

const OPERATIONS = [
  ...["users.list", "users.get", "users.create", "users.update", "users.current", "groups.list"],
  ...["groups.create", "groups.update", "groups.delete", "tokens.list", "tokens.create"],
  ...["events.list", "accounts.list", "accounts.update", "GET /api/peers", "POST /api/policies"],
];
const anyUse = fc.record({
  day: fc.integer({ min: 0, max: 100 }).map(day),
  operation: fc.constantFrom(...OPERATIONS),
  count: fc.integer({ min: 0, max: 30 }),
  refused: fc.integer({ min: 0, max: 20 }),
});
const anyToken = fc.record({
  role: fc.constantFrom(...ROLES),
  isServiceUser: fc.boolean(),
  scopes: fc.option(fc.array(fc.constantFrom(...KNOWN_SCOPES, "service:web"), { maxLength: 8 })),
});
const anyUses = fc.array(anyUse, { minLength: 30, maxLength: 80 });

test("advised scopes are within the token's, suffice for its calls, and none can be left out", () => {
  let advised = 0;
  fc.assert(
    fc.property(anyToken, anyUses, (part, uses) => {
      const token = { ...OWNERS, ...part };
      const found = advise(token, uses, NOW);
      expect(found.granted).toEqual(expect.arrayContaining(found.used));
      if ("gap" in found.advised) return;
      advised += 1;
      const { scopes } = found.advised;
      expect(isWithin(scopes, token.scopes)).toBe(true);
      const needed = uses.flatMap(({ day: at, operation, count, refused }) => {
        const { rule, waivesRole } = countedRule(operation) ?? { rule: "none", waivesRole: false };
        if (at <= day(found.windowDays) || count <= refused || typeof rule === "string") return [];
        const isGranted = "own" in rule || waivesRole || grants(token, rule.module, rule.verb);
        return isGranted && covers(token.scopes, rule) ? [rule] : [];
      });
      const suffices = (some: string[]) => needed.every((rule) => covers(some, rule));
      expect(suffices(scopes)).toBe(true);
      const ofModules = scopes.filter((one) => !/^(self|introspection|service):/.test(one));
      for (const one of ofModules) {
        expect(suffices(scopes.filter((other) => other !== one))).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
  expect(advised).toBeGreaterThan(20);
});

test("a replay counts exactly the calls that the scopes refuse one by one", () => {
  fc.assert(
    fc.property(anyToken, anyUses, ({ scopes }, uses) => {
      const calls = uses.flatMap(({ operation, count, refused }) =>
        Array.from({ length: Math.max(0, count - refused) }, () => operation),
      );
      const refused = calls.filter((operation) => {
        const rule = countedRule(operation)?.rule ?? "none";
        return !scopesAllow(scopes, rule).allowed;
      });
      const found = replay(uses, scopes, null);
      expect(found).toMatchObject({ calls: calls.length, wouldBeRefused: refused.length });
      expect(new Set(found.operations.map(({ operation }) => operation))).toEqual(new Set(refused));
    }),
  );
});

test("a replay names operations that it cannot judge", () => {
  const uses = [...used([1], 3), ...onDays([1], "of.a.newer.version", 2)];
  expect(replay(uses, [], null)).toEqual({
    ...{ calls: 5, wouldBeRefused: 3, operations: [{ operation: "users.list", calls: 3 }] },
    ...{ uncertain: [], unknownOperations: ["of.a.newer.version"] },
  });
});

test.each([...GIVES_RIGHTS])("%s, which gives rights, prevents advice and is uncertain", (id) => {
  const uses = onDays(WEEKLY, id);
  const rule = countedRule(id)?.rule;
  if (rule === undefined || typeof rule === "string") throw new Error(`${id} has no scope`);
  const exact = [scopeOf(rule)];
  expect(adviceFor(uses).advised).toEqual({ gap: "gives_rights" });
  expect(adviceFor(uses, { scopes: exact }).advised).toEqual({ gap: "already_narrow" });
  const found = (scopes: string[], held: string[] | null) => replay(uses, scopes, held).uncertain;
  expect(found(["all"], null)).toEqual([{ operation: id, calls: 25 }]);
  expect(found(exact, ["all"])).toHaveLength(1);
  expect(found(exact, exact)).toEqual([]);
  expect(found(["events:read"], null)).toEqual([]);
});

test("an operation that needs two scopes is advised both, and refused without one", () => {
  const uses = onDays(WEEKLY, "reviews.list");
  expect(adviceFor(uses).advised).toEqual({ scopes: ["pats:read", "users:read"] });
  expect(adviceFor(uses, { scopes: ["users:read"] }).advised).toEqual({ gap: "already_narrow" });
  expect(replay(uses, ["users:read"], null).operations).toHaveLength(1);
  expect(replay(uses, ["pats:read", "users:read"], null).operations).toEqual([]);
});
