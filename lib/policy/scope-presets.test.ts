import { expect, test } from "vitest";
import type { ROLES } from "../contract/fields.ts";
import { presetOf, presetRefusal, SCOPE_PRESETS } from "./scope-presets.ts";
import { isScope, type Scopes } from "./scopes.ts";

const byId = (id: string) => {
  const found = SCOPE_PRESETS.find((preset) => preset.id === id);
  if (!found) throw new Error(`no preset ${id}`);
  return found;
};

test("every scope of a preset is known, and the whole role comes first", () => {
  for (const { scopes } of SCOPE_PRESETS) expect(scopes?.every(isScope) ?? true).toBe(true);
  expect(SCOPE_PRESETS[0]?.scopes).toBeNull();
});

test("scopes name their preset in any order, with or without self-rotation", () => {
  for (const { id, scopes } of SCOPE_PRESETS) {
    expect(presetOf(scopes && [...scopes].reverse())?.id).toBe(id);
    if (scopes) expect(presetOf([...scopes, "self:update"])?.id).toBe(id);
  }
  expect(presetOf([])).toBeUndefined();
  expect(presetOf(["peers:read"])).toBeUndefined();
});

test("an owner's role suffices for all presets; a reader's for those that read", () => {
  const fits = (role: (typeof ROLES)[number]) =>
    SCOPE_PRESETS.filter((preset) => !presetRefusal(preset, { role, isServiceUser: true })).map(
      ({ id }) => id,
    );
  expect(fits("owner")).toEqual(SCOPE_PRESETS.map(({ id }) => id));
  expect(fits("user")).toEqual(["role", "read", "monitoring", "review"]);
});

test("a refused preset names the modules that the role lacks", () => {
  const refusal = (id: string) =>
    presetRefusal(byId(id), { role: "network_admin", isServiceUser: true });
  expect(refusal("terraform-network")).toBe("Its role lacks rights on setup keys and peers.");
  expect(refusal("dns")).toBeUndefined();
  const reader = { role: "user", isServiceUser: true } as const;
  expect(presetRefusal(byId("terraform"), reader)).toBe("Its role changes nothing.");
});

test("to narrow a token only presets within its scopes are offered", () => {
  const owner = { role: "owner", isServiceUser: true } as const;
  const fits = (within: Scopes) =>
    SCOPE_PRESETS.filter((preset) => !presetRefusal(preset, { ...owner, within })).map(
      ({ id }) => id,
    );
  expect(fits(null)).toEqual(SCOPE_PRESETS.map(({ id }) => id));
  expect(fits(["all:read"])).toEqual(["read", "monitoring", "review"]);
  expect(fits(["dns:write", "groups:read", "nameservers:write"])).toEqual(["dns"]);
});
