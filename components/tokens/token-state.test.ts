import { expect, test } from "vitest";
import { DAY } from "#components/ui/time-text.ts";
import { tokenState } from "./token-state.ts";

const NOW = Date.UTC(2026, 8, 15);
const stateIn = (distance: number) => tokenState(new Date(NOW + distance), NOW);

test("a token expires at its instant, not after it", () => {
  expect(stateIn(1)).toBe("soon");
  expect(stateIn(0)).toBe("expired");
});

test("the last 14 days are soon", () => {
  expect(stateIn(14 * DAY)).toBe("soon");
  expect(stateIn(14 * DAY + 1)).toBe("active");
});
