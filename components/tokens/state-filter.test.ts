import { expect, test } from "vitest";
import { stateFilter } from "./state-filter.ts";

const at = (search: string) => {
  const filter = stateFilter(`/team/tokens?${search}`);
  const value = filter.read?.(Object.fromEntries(new URLSearchParams(search))) ?? "";
  return { filter, shown: filter.options.find((option) => option.value === value)?.label };
};

test.each([
  ["", undefined],
  ["state=never_used", "Never used"],
  ["state=expiring", "Expires within 14 days"],
  ["state=expiring&expiring_within_days=90", "Expires within 90 days"],
  ["state=expiring&expiring_within_days=1", "Expires within 1 day"],
  ["state=expiring&expiring_within_days=366", "Expires within 14 days"],
  ["state=expiring&expiring_within_days=nonsense", "Expires within 14 days"],
  ["state=unused", "Unused for 90 days"],
  ["state=unused&unused_for_days=400", "Unused for 400 days"],
])("a URL with %j is shown as the API reads it", (search, label) => {
  expect(at(search).shown).toBe(label);
});

test("a choice survives its URL, which drops the days of the previous state", () => {
  const { filter } = at("state=unused&unused_for_days=400");
  for (const { value } of filter.options) {
    const written = filter.write?.(value) ?? {};
    expect(filter.read?.(written)).toBe(value);
    expect(Object.keys(written)).toEqual(
      expect.arrayContaining(["state", "expiring_within_days", "unused_for_days"]),
    );
  }
  expect(filter.write?.("expiring 14")).toMatchObject({
    state: "expiring",
    expiring_within_days: null,
  });
  expect(Object.values(filter.write?.("") ?? {})).toEqual([null, null, null]);
});

test("other days become one more choice, in order", () => {
  const labels = at("state=expiring&expiring_within_days=45").filter.options.map(
    ({ label }) => label,
  );
  expect(labels).toEqual([
    "Active",
    "Disabled",
    "Expired",
    ...[7, 14, 30, 45, 90].map((days) => `Expires within ${days} days`),
    "Never used",
    ...[30, 90, 180].map((days) => `Unused for ${days} days`),
  ]);
});

test("an unknown state is not confused with an inherited object property", () => {
  for (const state of ["constructor", "toString", "__proto__"]) {
    const { filter } = at(`state=${state}`);
    expect(filter.read?.({ state })).toBe(state);
    expect(filter.write?.(state)).toMatchObject({ state });
  }
});
