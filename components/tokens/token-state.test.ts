import { expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { isDue, tokenState } from "./token-state.ts";

const NOW = Date.UTC(2026, 8, 15);
const stateIn = (distance: number, isOwnerBlocked = false, disabledAt: Date | null = null) =>
  tokenState({ expiresAt: new Date(NOW + distance), disabledAt }, isOwnerBlocked, NOW);

test("a token expires at its instant, not after it", () => {
  expect(stateIn(1)).toBe("soon");
  expect(stateIn(0)).toBe("expired");
});

test("the last 14 days are soon", () => {
  expect(stateIn(14 * DAY_MS)).toBe("soon");
  expect(stateIn(14 * DAY_MS + 1)).toBe("active");
});

test("a blocked owner's token is never active, and an expired one stays expired", () => {
  expect(stateIn(100 * DAY_MS, true)).toBe("blocked");
  expect(stateIn(DAY_MS, true)).toBe("blocked");
  expect(stateIn(0, true)).toBe("expired");
});

test("a disabled token is never active, whatever its owner, and an expired one stays expired", () => {
  const disabledAt = new Date(NOW - 1);
  expect(stateIn(100 * DAY_MS, false, disabledAt)).toBe("disabled");
  expect(stateIn(DAY_MS, true, disabledAt)).toBe("disabled");
  expect(stateIn(0, false, disabledAt)).toBe("expired");
});

test("a token is due for rotation when it expires soon, unless it has expired or its owner is blocked", () => {
  expect(isDue(stateIn(DAY_MS))).toBe(true);
  const others = [stateIn(100 * DAY_MS), stateIn(DAY_MS, true), stateIn(0)];
  expect(others.map(isDue)).toEqual([false, false, false]);
});
