import { expect, test } from "vitest";
import type { SetupKeyLimits } from "./request-limits.ts";
import { limitsIn } from "./request-limits.ts";
import { setupKeyBody } from "./setup-key-body.ts";

const LIMITS: SetupKeyLimits = {
  ...{ groups: ["ci", "dev"], expires_in: 86_400, usage_limit: 5 },
  ...{ one_off: true, ephemeral: true },
};
const KEY = {
  ...{ name: "job 7", type: "one-off", expires_in: 3600, auto_groups: ["ci"] },
  ...{ usage_limit: 1, ephemeral: true },
};

const without = (field: string) =>
  Object.fromEntries(Object.entries(KEY).filter(([name]) => name !== field));
const parsed = (body: object, limits = LIMITS) => setupKeyBody(limits).safeParse(body);
const refusedAt = (body: object, limits = LIMITS) =>
  parsed(body, limits).error?.issues.map(
    ({ path, keys }: { path: PropertyKey[]; keys?: string[] }) =>
      [...path, ...(keys ?? [])].join("."),
  );

test("a key within the limits is sent as it was checked", () => {
  expect(parsed(KEY).data).toEqual(KEY);
  const most = { ...KEY, expires_in: 86_400, usage_limit: 5, auto_groups: ["dev", "ci"] };
  expect(parsed(most).data).toEqual(most);
  expect(parsed({ ...KEY, auto_groups: [] }).success).toBe(true);
});

test.each(Object.keys(KEY))("an absent %s is refused: NetBird would choose it", (field) => {
  expect(refusedAt(without(field))).toEqual([field]);
});

test.each([
  [{ expires_in: 0 }, "expires_in"],
  [{ expires_in: 86_401 }, "expires_in"],
  [{ expires_in: -1 }, "expires_in"],
  [{ expires_in: 1.5 }, "expires_in"],
  [{ expires_in: "3600" }, "expires_in"],
  [{ expires_in: null }, "expires_in"],
  // NetBird reads it as unlimited.
  [{ usage_limit: 0 }, "usage_limit"],
  [{ usage_limit: 6 }, "usage_limit"],
  [{ usage_limit: null }, "usage_limit"],
  [{ type: "reusable" }, "type"],
  [{ type: "One-Off" }, "type"],
  [{ ephemeral: false }, "ephemeral"],
  [{ ephemeral: "true" }, "ephemeral"],
  [{ auto_groups: ["ci", "admins"] }, "auto_groups.1"],
  [{ auto_groups: null }, "auto_groups"],
  [{ auto_groups: "ci" }, "auto_groups"],
  [{ name: "" }, "name"],
  [{ allow_extra_dns_labels: true }, "allow_extra_dns_labels"],
  [{ allow_extra_dns_labels: false }, "allow_extra_dns_labels"],
  // Go reads keys in any letter case, and the last one counts.
  [{ AUTO_GROUPS: ["admins"] }, "AUTO_GROUPS"],
  [{ "auto_group\u017f": ["admins"] }, "auto_group\u017f"],
  [{ Usage_Limit: 0 }, "Usage_Limit"],
])("a key with %j is refused at %s", (change, path) => {
  expect(refusedAt({ ...KEY, ...change })).toEqual([path]);
});

test("what the limits leave open may be chosen", () => {
  const open = { ...LIMITS, one_off: false, ephemeral: false };
  const key = { ...KEY, type: "reusable", ephemeral: false };
  expect(parsed(key, open).data).toEqual(key);
  expect(refusedAt(without("ephemeral"), open)).toEqual(["ephemeral"]);
});

test.each(['{"peers":{}}', '{"setup_keys":{"groups":[],"expires_in":1,"later":1}}', "{}", "[]"])(
  "stored limits of a newer version, %s, let no key pass",
  (stored) => {
    const limits = limitsIn(stored);
    expect(limits).not.toBeNull();
    if (limits === null) return;
    for (const expires_in of [0, 1, 3600]) {
      for (const usage_limit of [0, 1]) {
        const key = { ...KEY, expires_in, usage_limit, auto_groups: [] };
        expect(parsed(key, limits.setup_keys).success).toBe(false);
      }
    }
  },
);

test("a list of groups that is too long is refused as one", () => {
  const many = Array.from({ length: 10_000 }, (_, at) => `g${at}`);
  const begun = performance.now();
  expect(refusedAt({ ...KEY, auto_groups: many })?.[0]).toBe("auto_groups");
  expect(performance.now() - begun).toBeLessThan(500);
});
