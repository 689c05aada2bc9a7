import { z } from "zod";
import type { AccountSettings } from "./account.ts";
import { LEAK_ACTIONS } from "./leaks.ts";
import { narrowing, SETTINGS_NARROWING } from "./narrowing.ts";
import { REVIEW_DAYS } from "./review-days.ts";
import { described, EXTRA_DESCRIPTIONS, SETTING_DESCRIPTIONS } from "./setting-descriptions.ts";
import { SERVICE_TOKEN_DAYS, TOKEN_DAYS, TOKENS_PER_USER, UNUSED_DAYS } from "./token-limits.ts";

/* The settings of the account that NetBird does not have, which Roost itself acts on. */

const daysOrNull = ({ min, max }: { min: number; max: number }) =>
  z.int().min(min).max(max).nullable();

/** In answers. */
export const roostSettingFields = {
  personal_access_tokens_enabled: z.boolean(),
  access_token_max_days: daysOrNull(TOKEN_DAYS),
  service_token_max_days: daysOrNull(SERVICE_TOKEN_DAYS),
  access_token_max_per_user: z.int().min(1).max(TOKENS_PER_USER.max),
  access_token_disable_unused_days: daysOrNull(UNUSED_DAYS),
  access_tokens_manage_account: z.boolean(),
  leak_action: z.enum(LEAK_ACTIONS),
  access_review_days: daysOrNull(REVIEW_DAYS),
};

function sentDays(field: string, { min, max }: { min: number; max: number }) {
  const wrong = {
    error: `${field} must be null or a whole number of days from ${min} to ${max}`,
  };
  return z.number(wrong).int(wrong).min(min, wrong).max(max, wrong).nullable().optional();
}

const wrongMaxPerUser = {
  error: `access_token_max_per_user must be a whole number from 1 to ${TOKENS_PER_USER.max}`,
};

/** In bodies: an absent one stays unchanged. */
export const sentRoostSettings = {
  personal_access_tokens_enabled: z.boolean().optional(),
  access_token_max_days: sentDays("access_token_max_days", TOKEN_DAYS),
  service_token_max_days: sentDays("service_token_max_days", SERVICE_TOKEN_DAYS),
  access_token_max_per_user: z
    .number(wrongMaxPerUser)
    .int(wrongMaxPerUser)
    .min(1, wrongMaxPerUser)
    .max(TOKENS_PER_USER.max, wrongMaxPerUser)
    .optional(),
  access_token_disable_unused_days: sentDays("access_token_disable_unused_days", UNUSED_DAYS),
  access_tokens_manage_account: z.boolean().optional(),
  leak_action: z
    .enum(LEAK_ACTIONS, { error: `leak_action must be one of ${LEAK_ACTIONS.join(", ")}` })
    .optional(),
  access_review_days: sentDays("access_review_days", REVIEW_DAYS),
};

const { user_approval_required } = EXTRA_DESCRIPTIONS;
const {
  personal_access_tokens_enabled,
  access_token_max_days,
  service_token_max_days,
  access_token_max_per_user,
  access_token_disable_unused_days,
  access_tokens_manage_account,
  leak_action,
  access_review_days,
} = SETTING_DESCRIPTIONS;
const DESCRIPTIONS = {
  ...{ user_approval_required, personal_access_tokens_enabled, access_token_max_days },
  ...{ service_token_max_days, access_token_max_per_user, access_token_disable_unused_days },
  ...{ access_tokens_manage_account, leak_action, access_review_days },
};

/** All of them at `/api/roost/settings`, with the one of NetBird's that Roost acts on. */
export const roostSettings = z
  .object(described({ user_approval_required: z.boolean(), ...roostSettingFields }, DESCRIPTIONS))
  .meta({ id: "RoostSettings" });

export const updateRoostSettingsBody = z
  .object(
    described(
      { user_approval_required: z.boolean().optional(), ...sentRoostSettings },
      DESCRIPTIONS,
    ),
  )
  .register(narrowing, { narrows: SETTINGS_NARROWING });

export type WireRoostSettings = z.output<typeof roostSettings>;
type SentRoostSettings = z.output<typeof updateRoostSettingsBody>;

export function toWireRoostSettings(stored: AccountSettings): WireRoostSettings {
  return {
    user_approval_required: stored.userApprovalRequired,
    personal_access_tokens_enabled: stored.personalTokens,
    access_token_max_days: stored.accessTokenMaxDays,
    service_token_max_days: stored.serviceTokenMaxDays,
    access_token_max_per_user: stored.accessTokenMaxPerUser,
    access_token_disable_unused_days: stored.accessTokenDisableUnusedDays,
    access_tokens_manage_account: stored.tokensManageAccount,
    leak_action: stored.leakAction,
    access_review_days: stored.accessReviewDays,
  };
}

/** The settings to store after these were sent. */
export function roostSettingsAfter(
  before: AccountSettings,
  sent: SentRoostSettings,
): AccountSettings {
  const sentOr = <T>(value: T | undefined, kept: T): T => (value === undefined ? kept : value);
  return {
    ...before,
    userApprovalRequired: sentOr(sent.user_approval_required, before.userApprovalRequired),
    personalTokens: sentOr(sent.personal_access_tokens_enabled, before.personalTokens),
    accessTokenMaxDays: sentOr(sent.access_token_max_days, before.accessTokenMaxDays),
    serviceTokenMaxDays: sentOr(sent.service_token_max_days, before.serviceTokenMaxDays),
    accessTokenMaxPerUser: sentOr(sent.access_token_max_per_user, before.accessTokenMaxPerUser),
    accessTokenDisableUnusedDays: sentOr(
      sent.access_token_disable_unused_days,
      before.accessTokenDisableUnusedDays,
    ),
    tokensManageAccount: sentOr(sent.access_tokens_manage_account, before.tokensManageAccount),
    leakAction: sentOr(sent.leak_action, before.leakAction),
    accessReviewDays: sentOr(sent.access_review_days, before.accessReviewDays),
  };
}
