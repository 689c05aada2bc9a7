import { expect, test } from "vitest";
import { createdForPath, ofOthers } from "./created-for-others.ts";

type Planned = Parameters<typeof ofOthers>[1];
const planned = (matched: number, owners: string[]): Planned => ({
  matched,
  tokens: owners.map((user_id, at) => ({ id: `t${at}`, user_id })) as Planned["tokens"],
});

test("a service user's own tokens are not among those that keep working", () => {
  const { count, tokens } = ofOthers("bot", planned(4, ["bot", "ci", "bot", "cd"]));
  expect([count, tokens.map(({ user_id }) => user_id)]).toEqual([2, ["ci", "cd"]]);
});

test("counts more tokens than are listed", () => {
  expect(ofOthers("dana", planned(1200, ["ci"])).count).toBe(1200);
});

test("links to active tokens of service users by this creator", () => {
  expect(createdForPath("a&b")).toBe(
    "/team/tokens?created_by=a%26b&owner_kind=service_user&state=active",
  );
});
