import { expect, test } from "vitest";
import { countCreated, createdBy, createdText, isOffered } from "./created-by.ts";
import type { PreviewedToken } from "./use-preview.ts";

const token = (id: string, uses_30_days = 0, state: "active" | "expired" = "active") =>
  ({ id, state, uses_30_days }) as PreviewedToken;
const preview = (matched: number, tokens: PreviewedToken[]) => ({
  data: { matched, deleted: 0, tokens },
});
const failure = { status: 422, message: "too many", errors: [], requestId: null };

test("selected tokens do not count as created, and the most used comes first", () => {
  const tokens = [token("a"), token("b"), token("c", 1), token("d", 7), token("e", 9, "expired")];
  const created = createdBy(preview(5, tokens), ["a", "b"]);
  expect(created).toMatchObject({ count: 3, expired: 1 });
  expect("tokens" in Object(created) && Object(created).tokens.map(Object)).toMatchObject([
    { id: "d" },
    { id: "c" },
  ]);
});

test("counts all tokens, also those not listed", () => {
  const created = createdBy(preview(1500, [token("a"), token("b")]), ["a"]);
  expect(countCreated(created)).toBe(1499);
});

test("offers nothing if no working token was created, or if that is unknown", () => {
  expect(isOffered(createdBy(preview(1, [token("a")]), ["a"]))).toBe(false);
  const expired = [token("a"), token("b", 0, "expired")];
  expect(isOffered(createdBy(preview(2, expired), ["a"]))).toBe(false);
  expect(isOffered(createdBy(preview(3, expired), ["a"]))).toBe(true);
  for (const unknown of ["pending", createdBy({ failure }, ["a"])] as const) {
    expect([isOffered(unknown), countCreated(unknown)]).toEqual([false, 0]);
  }
});

test("words one and several tokens, with and without expired ones", () => {
  expect(createdText(1, { count: 1, expired: 0 })).toBe("It created 1 access token");
  expect(createdText(2, { count: 3, expired: 1 })).toBe(
    "They created 3 access tokens, 1 of them expired",
  );
});
