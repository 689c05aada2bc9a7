import { expect, test } from "vitest";
import { changeOf, daysText } from "./setting-change.ts";
import { SETTINGS, type WireSettings } from "./setting-words.ts";

const values = {
  userApprovalRequired: true,
  personalTokens: true,
  tokensManageAccount: false,
  regularUsersViewBlocked: true,
  groupsPropagationEnabled: true,
  accessTokenMaxDays: 90,
};
// biome-ignore lint/style/noNonNullAssertion: a test fails loudly without it
const days = SETTINGS.authentication.find((setting) => setting.kind === "days")!;
const typed = (text: string) => changeOf(days, values, { accessTokenMaxDays: text });
const saved = (text: string) => {
  const change = typed(text);
  if (typeof change !== "function") return change;
  return change({} as WireSettings).access_token_max_days;
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

test("an untouched field holds what is stored, and changes nothing", () => {
  expect(daysText(days, values, {})).toBe("90");
  expect(daysText(days, { ...values, accessTokenMaxDays: null }, {})).toBe("");
  for (const setting of Object.values(SETTINGS).flat()) {
    expect(changeOf(setting, values, {})).toBeUndefined();
  }
});
