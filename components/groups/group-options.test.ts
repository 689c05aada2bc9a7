import { expect, test } from "vitest";
import { optionsFor } from "./group-options.ts";

const groups = ["developers", "dev", "ops"].map((name) => ({ id: `id of ${name}`, name }));
const told = (typed: string) =>
  optionsFor(groups, typed).map((option) =>
    option.kind === "create" ? `create ${option.name}` : option.group.name,
  );

test("Enter on a name that exists chooses that group, not one that only begins with it", () => {
  expect(told("dev")).toEqual(["dev", "developers"]);
  expect(told("  dev ")).toEqual(["dev", "developers"]);
});

test("Enter on a name that no group has creates it, in another letter case too", () => {
  expect(told("devs")).toEqual(["create devs"]);
  expect(told("DEV")).toEqual(["create DEV", "developers", "dev"]);
});

test("nothing typed lists what there is and creates nothing", () => {
  expect(told(" ")).toEqual(["developers", "dev", "ops"]);
});
