import { expect, test } from "vitest";
import { acceptInviteBody, PASSWORD_PARTS } from "./invites.ts";

test.each([
  "",
  "short-1A",
  "Short-1",
  "no-digit-A",
  "no-upper-1",
  "NoSpecial1",
  "Ünïcode 1",
  "Äa1-äää",
])("a form that shows the parts of the rule agrees with the rule about %j", (password) => {
  const whole = PASSWORD_PARTS.every(({ has }) => has(password));
  expect(whole).toBe(acceptInviteBody.safeParse({ password }).success);
});
