import { expect, test } from "vitest";
import { rightsWords } from "./rights-words.ts";

test.each([
  [null, "Role"],
  [["all:read"], "Read everything"],
  [["all:read", "self:update"], "Read everything"],
  [[], "Only itself"],
  [["self:update"], "Only itself"],
  [["dns:read", "users:write"], "Changes users. Reads DNS."],
  [["groups:delete", "groups:read"], "Changes groups."],
  [["peers:read", "routes:read", "users:read", "pats:read"], "Reads peers, routes and 2 more."],
])("the scopes %j are listed as %j", (scopes, words) => {
  expect(rightsWords(scopes)).toBe(words);
});
