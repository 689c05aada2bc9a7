import { expect, test } from "vitest";
import { canLetOpen, type Opener } from "./let-open.ts";

const service = (change: Partial<Parameters<typeof canLetOpen>[1][number]> = {}) => ({
  ...{ slug: "wiki", roles: null, groups: [], alsoAccepts: [] },
  ...change,
});
const user: Opener = { role: "user", groups: ["devs"] };
const letOpen = (
  scopes: string[] | null,
  of: ReturnType<typeof service>,
  change: { before?: Opener; after?: Opener } = {},
) => canLetOpen(scopes, [of], { before: null, after: user, ...change }).allowed;

test("an actor with scopes lets a user open only what one of its scopes opens", () => {
  const open = service();
  expect(letOpen(null, open)).toBe(true);
  expect(letOpen(["users:write", "service:wiki"], open)).toBe(true);
  for (const scopes of [[], ["all"], ["all:read"], ["service:wik"], ["service:wiki-2"]]) {
    expect(letOpen(scopes, open)).toBe(false);
  }
});

test("a wider scope counts only where the service accepts it, and one for reading never", () => {
  expect(letOpen(["all"], service({ alsoAccepts: ["all"] }))).toBe(true);
  expect(letOpen(["all"], service({ alsoAccepts: ["all:read", "unscoped"] }))).toBe(false);
  expect(letOpen(["all:read"], service({ alsoAccepts: ["all", "all:read"] }))).toBe(false);
});

test("a service that the user may not open does not count", () => {
  expect(letOpen([], service({ roles: ["admin", "user"] }))).toBe(false);
  expect(letOpen([], service({ roles: ["admin"] }))).toBe(true);
  expect(letOpen([], service({ groups: ["ops", "devs"] }))).toBe(false);
  expect(letOpen([], service({ groups: ["ops"] }))).toBe(true);
  expect(letOpen([], service({ roles: ["admin"], groups: ["devs"] }))).toBe(true);
  expect(letOpen([], service({ roles: [] }))).toBe(true);
  expect(letOpen([], service(), { after: null })).toBe(true);
});

test("what was open before does not count, what a change opens does", () => {
  const ops = service({ groups: ["ops"] });
  const inOps: Opener = { role: "user", groups: ["ops"] };
  expect(letOpen([], ops, { before: inOps, after: inOps })).toBe(true);
  expect(letOpen([], ops, { before: user, after: inOps })).toBe(false);
  expect(letOpen([], ops, { before: inOps, after: user })).toBe(true);
});

test("the first service beyond the scopes is named", () => {
  const services = ["a", "b", "c"].map((slug) => service({ slug }));
  expect(canLetOpen(["service:a"], services, { before: null, after: user })).toEqual({
    ...{ allowed: false, refusal: "services_beyond_own", required: { own: "service:b" } },
  });
});
