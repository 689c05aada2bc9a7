import { expect, test } from "vitest";
import { isNewGroup, newGroup, optionsFor, withCreated } from "./group-options.ts";

const groups = ["developers", "dev", "ops", "Büro", "night ops"].map((name) => ({
  id: `id of ${name}`,
  name,
}));
const offered = (typed: string) =>
  optionsFor(groups, typed).map((option) =>
    option.kind === "create" ? `create ${option.name}` : option.group.name,
  );

test("Enter on an existing name selects that group, not a prefix match", () => {
  expect(offered("dev")).toEqual(["dev", "developers"]);
  expect(offered("  dev ")).toEqual(["dev", "developers"]);
});

test("matches are ordered by prefix, then substring; creation is last", () => {
  expect(offered("op")).toEqual(["ops", "developers", "night ops", "create op"]);
  expect(offered("devs")).toEqual(["create devs"]);
  expect(offered("DEVEL")).toEqual(["developers", "create DEVEL"]);
});

test.each([
  "DEV",
  " dEv",
  "ＤＥＶ",
  "night  OPS",
  "d\u00adev",
  "BÜRO",
  "Bu\u0308ro",
  "all",
  "All ",
])(
  "%j is not created beside a group that differs only in case, blanks or Unicode form",
  (typed) => {
    expect(offered(typed).filter((option) => option.startsWith("create"))).toEqual([]);
  },
);

test("among groups that differ only in case the exact match is first", () => {
  const twins = ["DEV", "dev", "Dev"].map((name) => ({ id: name, name }));
  for (const { name } of twins) {
    expect(optionsFor(twins, ` ${name} `)[0]).toMatchObject({ group: { name } });
  }
});

test("no more than 50 groups are offered, and a new one after them", () => {
  const many = Array.from({ length: 60 }, (_, n) => ({ id: `${n}`, name: `group ${n}` }));
  const options = optionsFor(many, " group ");
  expect(options).toHaveLength(51);
  expect(options.at(-1)).toEqual({ kind: "create", name: "group" });
  expect(optionsFor(many, "group 59")).toMatchObject([{ group: { name: "group 59" } }]);
});

test("an empty text lists existing groups and creates none", () => {
  expect(offered(" ")).toEqual(groups.map(({ name }) => name));
});

test("two new groups of the same name are one", () => {
  expect(newGroup(" Night Ops").id).toBe(newGroup("night ops").id);
  expect(newGroup(" Night Ops").name).toBe("Night Ops");
});

test("creates only new groups, and keeps created ones if a later one is refused", async () => {
  const [dev] = groups;
  const wanted = [newGroup("a"), { id: "known", name: "known" }, newGroup("b"), newGroup("c")];
  const asked: string[] = [];
  const create = async (name: string) => {
    asked.push(name);
    return name === "b" ? null : { id: `made ${name}`, name };
  };
  const { groups: now, complete } = await withCreated(wanted, create);
  expect(asked).toEqual(["a", "b"]);
  expect(complete).toBe(false);
  expect(now.map(({ id }) => id)).toEqual(["made a", "known", "new:b", "new:c"]);
  expect(now.filter(isNewGroup)).toHaveLength(2);
  expect(await withCreated(dev ? [dev] : [], create)).toEqual({ groups: [dev], complete: true });
});
