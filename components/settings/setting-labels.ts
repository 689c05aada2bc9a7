import type { AccountSettings } from "#lib/contract/account.ts";
import type { LeakAction } from "#lib/contract/leaks.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { SettingsTab } from "#lib/contract/page-paths.ts";
import { REVIEW_DAYS } from "#lib/contract/review-days.ts";
import type { WireRoostSettings } from "#lib/contract/roost-settings.ts";
import {
  SERVICE_TOKEN_DAYS,
  TOKEN_DAYS,
  TOKENS_PER_USER,
  UNUSED_DAYS,
} from "#lib/contract/token-limits.ts";

type NetBirdSettings = Pick<
  OperationAnswer<"accounts.update">["settings"],
  "regular_users_view_blocked" | "groups_propagation_enabled"
>;

/** Changed settings as they are sent. */
export type SettingsUpdate = Partial<WireRoostSettings & NetBirdSettings>;

/** Label, effect when on and off, and name in the API. */
export type SwitchSetting = {
  kind: "switch";
  key: keyof Pick<
    AccountSettings,
    | "userApprovalRequired"
    | "personalTokens"
    | "tokensManageAccount"
    | "regularUsersViewBlocked"
    | "groupsPropagationEnabled"
  >;
  label: string;
  on: string;
  off: string;
  field: keyof SettingsUpdate;
};

/** The same for an integer. */
export type NumberSetting = {
  kind: "number";
  key:
    | "accessTokenMaxDays"
    | "serviceTokenMaxDays"
    | "accessTokenMaxPerUser"
    | "accessTokenDisableUnusedDays"
    | "accessReviewDays";
  label: string;
  hint: string;
  range: { min: number; max: number };
  /** Placeholder of an empty field; absent if it must not be empty. */
  empty?: string;
  field: keyof SettingsUpdate;
};

/** The same for one of a few values, each with its effect. */
export type ChoiceSetting = {
  kind: "choice";
  key: "leakAction";
  label: string;
  options: readonly { value: LeakAction; label: string; explanation: string }[];
  field: keyof SettingsUpdate;
};

/** A setting with an effect in Roost. */
export type Setting = SwitchSetting | NumberSetting | ChoiceSetting;

/** The stored values of a form. */
export type SettingValues = Pick<AccountSettings, Setting["key"]>;

/** The settings by tab. */
export const SETTINGS: Record<Exclude<SettingsTab, "account" | "netbird">, readonly Setting[]> = {
  authentication: [
    {
      kind: "switch",
      key: "userApprovalRequired",
      label: "Require approval for new users",
      on: "Users who join by single sign-on (not available yet) need approval. Invited users do not.",
      off: "No user needs approval.",
      field: "user_approval_required",
    },
    {
      kind: "switch",
      key: "personalTokens",
      label: "Allow personal access tokens",
      on: "Users can create tokens for themselves. Tokens have at most their owner's role.",
      off: "Only service users get new tokens. Existing personal tokens keep working until they expire or are revoked.",
      field: "personal_access_tokens_enabled",
    },
    {
      kind: "number",
      key: "accessTokenMaxDays",
      label: "Maximum token lifetime (days)",
      hint: `Applies to new tokens. Leave empty for the default (${TOKEN_DAYS.max} days).`,
      range: TOKEN_DAYS,
      empty: "No limit",
      field: "access_token_max_days",
    },
    {
      kind: "number",
      key: "serviceTokenMaxDays",
      label: "Maximum token lifetime of service users (days)",
      hint: "Applies to new tokens of service users, also beyond a year. Leave empty for the maximum above.",
      range: SERVICE_TOKEN_DAYS,
      empty: "As above",
      field: "service_token_max_days",
    },
    {
      kind: "number",
      key: "accessTokenMaxPerUser",
      label: "Maximum active tokens per user",
      hint: "Applies to new tokens of users and service users.",
      range: { min: 1, max: TOKENS_PER_USER.max },
      field: "access_token_max_per_user",
    },
    {
      kind: "number",
      key: "accessTokenDisableUnusedDays",
      label: "Disable unused tokens after (days)",
      hint: `Tokens without use are disabled, not revoked, ${UNUSED_DAYS.notice} days after a notice. Leave empty to keep them working.`,
      range: UNUSED_DAYS,
      empty: "Never",
      field: "access_token_disable_unused_days",
    },
    {
      kind: "switch",
      key: "tokensManageAccount",
      label: "Allow access tokens to manage the account",
      on: "Tokens can change their owner's password, end sessions, transfer ownership and delete the account.",
      off: "Passwords, sessions, ownership and account deletion require a sign-in to the dashboard.",
      field: "access_tokens_manage_account",
    },
    {
      kind: "choice",
      key: "leakAction",
      label: "When a token is reported as leaked",
      options: [
        {
          value: "revoke",
          label: "Revoke it",
          explanation: "The next request with the token is refused.",
        },
        {
          value: "disable",
          label: "Disable it",
          explanation:
            "The next request with the token is refused. It can be rotated and enabled again.",
        },
        {
          value: "notify",
          label: "Only record it",
          explanation: "The token keeps working. The report is in the activity.",
        },
      ],
      field: "leak_action",
    },
    {
      kind: "number",
      key: "accessReviewDays",
      label: "Review service users every (days)",
      hint: "A service user that was not reviewed for so long is due. Leave empty for no reviews.",
      range: REVIEW_DAYS,
      empty: "Never",
      field: "access_review_days",
    },
  ],
  permissions: [
    {
      kind: "switch",
      key: "regularUsersViewBlocked",
      label: "Hide the dashboard from regular users",
      on: "NetBird clients hide the network from users with the role User. No effect in Roost.",
      off: "NetBird clients may show peers to users with the role User. No effect in Roost.",
      field: "regular_users_view_blocked",
    },
  ],
  groups: [
    {
      kind: "switch",
      key: "groupsPropagationEnabled",
      label: "Propagate auto-assigned groups to peers",
      on: "Changes to a user's auto-assigned groups also apply to their existing peers. Each change is logged.",
      off: "Changes to a user's auto-assigned groups apply to new peers only and are not logged per group.",
      field: "groups_propagation_enabled",
    },
  ],
};
