import { expect, test } from "vitest";
import { changeOf, numberText } from "./setting-change.ts";
import { SETTINGS } from "./setting-labels.ts";

const values = {
  userApprovalRequired: true,
  personalTokens: true,
  tokensManageAccount: false,
  regularUsersViewBlocked: true,
  groupsPropagationEnabled: true,
  accessTokenMaxDays: 90,
  serviceTokenMaxDays: null,
  accessTokenMaxPerUser: 100,
  accessTokenDisableUnusedDays: null,
  leakAction: "revoke" as const,
  accessReviewDays: null,
};
const found = SETTINGS.authentication.find((setting) => setting.key === "accessTokenMaxDays");
if (found?.kind !== "number") throw new Error("the setting is a number");
const days = found;
const typed = (text: string) => changeOf(days, values, { accessTokenMaxDays: text });
const saved = (text: string) => {
  const change = typed(text);
  return typeof change === "object" ? change.access_token_max_days : change;
};

test.each([
  ["30", 30],
  [" 365 ", 365],
  ["1", 1],
  ["", null],
  ["  ", null],
  ["90", undefined],
])("%j days are saved as %j", (text, value) => {
  expect(saved(text)).toBe(value);
});

test.each(["0", "366", "-1", "1.5", "1e2", "ten", "99999999"])(
  "%s is no number of days",
  (text) => {
    expect(typed(text)).toBe("wrong");
  },
);

test("an unchanged field has the stored value and sends no change", () => {
  expect(numberText(days, values, {})).toBe("90");
  expect(numberText(days, { ...values, accessTokenMaxDays: null }, {})).toBe("");
  for (const setting of Object.values(SETTINGS).flat()) {
    expect(changeOf(setting, values, {})).toBeUndefined();
  }
});

test.each([
  ["250", 250],
  ["10000", 10_000],
  ["100", undefined],
  ["", "wrong"],
  ["0", "wrong"],
  ["10001", "wrong"],
])("%j tokens per user are saved as %j: the limit cannot be empty", (text, value) => {
  const cap = SETTINGS.authentication.find(({ key }) => key === "accessTokenMaxPerUser");
  const change = cap && changeOf(cap, values, { accessTokenMaxPerUser: text });
  const saved = typeof change === "object" ? change.access_token_max_per_user : change;
  expect(saved).toBe(value);
});
