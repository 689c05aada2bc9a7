import { expect, test } from "vitest";
import { MODULES } from "./matrix.ts";
import { MODULE_GROUPS, moduleName } from "./module-names.ts";

test("every module is in one group, and a parent is the group of its parts", () => {
  const listed = MODULE_GROUPS.flatMap(({ modules, parent = [] }) => [...modules, parent].flat());
  expect(listed.sort()).toEqual([...MODULES].sort());
  for (const { modules, parent } of MODULE_GROUPS) {
    if (parent) expect(modules).toEqual(MODULES.filter((one) => one.startsWith(`${parent}.`)));
  }
});

test("no two modules share a name", () => {
  expect(new Set(MODULES.map(moduleName)).size).toBe(MODULES.length);
});
