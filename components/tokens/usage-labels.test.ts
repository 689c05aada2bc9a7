import { expect, test } from "vitest";
import { counted } from "#components/ui/counted.ts";
import { operationLabel, operationRoute, toUse, usesText } from "./usage-labels.ts";

const NOW = Date.UTC(2026, 10, 24, 12);
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
const textOf = (calls: number, last_used?: string) => usesText(toUse(calls, { last_used }), NOW);

test("a token in use, an idle one and an unused one differ", () => {
  expect(textOf(1204, daysAgo(0))).toBe("1,204 calls in the last 30 days");
  expect(textOf(1, daysAgo(29))).toBe("1 call in the last 30 days");
  expect(textOf(0, daysAgo(31))).toBe("Not used in the last 30 days");
  expect(textOf(0)).toBe("Never used");
});

test("a token used before call counting started is not called unused", () => {
  expect(textOf(0, daysAgo(3))).toBe("Used before call counting started");
});

test("shows an operation's summary, or the ID of an unknown one", () => {
  const known = {
    operation: "users.list",
    method: "GET",
    path: "/api/users",
    summary: "List users",
  };
  expect([operationLabel(known), operationRoute(known)]).toEqual(["List users", "GET /api/users"]);
  const unknown = { operation: "of.a.newer.version" };
  expect([operationLabel(unknown), operationRoute(unknown)]).toEqual([
    unknown.operation,
    undefined,
  ]);
});

test("uses the singular for one", () => {
  expect([0, 1, 2].map((count) => counted(count, "call"))).toEqual([
    "0 calls",
    "1 call",
    "2 calls",
  ]);
});
