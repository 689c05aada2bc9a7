import { expect, test } from "vitest";
import { acceptedText, opensTo } from "./opens-to.ts";

const groups = ["Devs", "Ops"].map((name) => ({ id: name, name }));

test("whose tokens open a service is said in words", () => {
  expect(opensTo({ roles: null, groups: [] })).toBe("Everyone");
  expect(opensTo({ roles: null, groups })).toBe("Everyone in Devs or Ops");
  expect(opensTo({ roles: ["admin", "network_admin"], groups: [] })).toBe("Admin or Network Admin");
  expect(opensTo({ roles: ["user"], groups: groups.slice(1) })).toBe("User, in Ops");
});

test("which tokens open a service is said in words", () => {
  expect(acceptedText({ alsoAccepts: [] })).toBe("Its scope");
  expect(acceptedText({ alsoAccepts: ["all:read"] })).toBe("Its scope and scope all:read, to read");
  expect(acceptedText({ alsoAccepts: ["all", "unscoped"] })).toBe(
    "Its scope, scope all, and tokens without scopes",
  );
});
