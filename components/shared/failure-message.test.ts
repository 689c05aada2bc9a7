import { expect, test } from "vitest";
import { STATUS } from "#lib/contract/problem.ts";
import { failureMessage } from "./failure-message.ts";

const failure = (status: number, message = "no such luck") => ({
  status,
  message,
  errors: [],
  requestId: null,
});

test.each(Object.values(STATUS))(
  "the title of a %i states what happened, without HTTP terms",
  (status) => {
    const { title, description } = failureMessage(failure(status));
    expect(title).not.toMatch(/status|request failed|\d/i);
    expect(description).not.toBe("");
  },
);

test.each([
  ["user: 0e0c53ec not found", "service user", "This service user no longer exists"],
  ["user: 0e0c53ec not found", undefined, "This user no longer exists"],
  ["user invite not found", undefined, "This invite no longer exists"],
  ["pat: 0e0c53ec not found", undefined, "This access token no longer exists"],
  ["group: 0e0c53ec not found", undefined, "This group no longer exists"],
  ["something else", undefined, "This no longer exists"],
])("%s names the missing object", (message, user, title) => {
  expect(failureMessage(failure(404, message), user).title).toBe(title);
});

test("a missing response is not shown as if nothing was saved", () => {
  const late = { ...failure(0, "Your change may have been saved."), late: true as const };
  expect(failureMessage(late)).toEqual({
    title: "The server did not respond in time",
    description: "Your change may have been saved.",
  });
  expect(failureMessage(failure(0)).description).toContain("may have been saved");
});
