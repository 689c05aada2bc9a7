import type { AccountSettings } from "#lib/contract/account.ts";
import { TOKEN_DAYS, TOKENS_PER_USER } from "#lib/contract/fields.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { SettingsTab } from "#lib/contract/page-paths.ts";

export type WireSettings = OperationAnswer<"accounts.update">["settings"];

/** What it is called, what it means on and off, and how a PUT holds it. */
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
  put: (settings: WireSettings, value: boolean) => WireSettings;
};

/** The same for a whole number. */
export type NumberSetting = {
  kind: "number";
  key: "accessTokenMaxDays" | "accessTokenMaxPerUser";
  label: string;
  hint: string;
  range: { min: number; max: number };
  /** What an empty field means; absent where it is none. */
  empty?: string;
  put: (settings: WireSettings, value: number | null) => WireSettings;
};

/** A setting that acts in Roost. */
export type Setting = SwitchSetting | NumberSetting;

/** The settings of a form as they are stored. */
export type SettingValues = Pick<AccountSettings, Setting["key"]>;

/** The settings of each part of the page. */
export const SETTINGS: Record<Exclude<SettingsTab, "account">, readonly Setting[]> = {
  authentication: [
    {
      kind: "switch",
      key: "userApprovalRequired",
      label: "Require approval for new users",
      on: "Kept for sign-in through an identity provider, which Roost does not offer yet: who joins that way will wait until an owner or admin approves them. Invited people need no approval.",
      off: "No user will need approval.",
      put: (settings, value) => ({
        ...settings,
        extra: { ...settings.extra, user_approval_required: value },
      }),
    },
    {
      kind: "switch",
      key: "personalTokens",
      label: "Allow personal access tokens",
      on: "Users can create tokens for their own account. Tokens have their owner's permissions and are removed with the account.",
      off: "Only service users get new tokens. People's present tokens go on working until they expire or are deleted.",
      put: (settings, value) => ({ ...settings, personal_access_tokens_enabled: value }),
    },
    {
      kind: "number",
      key: "accessTokenMaxDays",
      label: "Maximum token lifetime (days)",
      hint: `Applies to all new tokens. Leave empty for the default maximum of ${TOKEN_DAYS.max} days. Existing tokens keep their expiry.`,
      range: TOKEN_DAYS,
      empty: "No limit",
      put: (settings, value) => ({ ...settings, access_token_max_days: value }),
    },
    {
      kind: "number",
      key: "accessTokenMaxPerUser",
      label: "Maximum active tokens per user",
      hint: "Applies when a token is created, for users and service users.",
      range: { min: 1, max: TOKENS_PER_USER.max },
      put: (settings, value) => ({
        ...settings,
        access_token_max_per_user: value ?? settings.access_token_max_per_user,
      }),
    },
    {
      kind: "switch",
      key: "tokensManageAccount",
      label: "Allow access tokens to manage the account",
      on: "Tokens can change their owner's password, end sessions, transfer ownership and delete the account.",
      off: "Passwords, sessions, ownership and account deletion need a sign-in to the dashboard.",
      put: (settings, value) => ({ ...settings, access_tokens_manage_account: value }),
    },
  ],
  permissions: [
    {
      kind: "switch",
      key: "regularUsersViewBlocked",
      label: "Hide the dashboard from regular users",
      on: "NetBird's clients show people with the role User no network. In Roost they see their own profile and tokens either way.",
      off: "NetBird's clients may show people with the role User their peers. In Roost they see their own profile and tokens either way.",
      put: (settings, value) => ({ ...settings, regular_users_view_blocked: value }),
    },
  ],
  groups: [
    {
      kind: "switch",
      key: "groupsPropagationEnabled",
      label: "Propagate auto-assigned groups to peers",
      on: "A change of a user's auto-assigned groups also applies to their peers. Each change is logged.",
      off: "A change of a user's auto-assigned groups concerns what they add later, and the audit log does not tell of each group.",
      put: (settings, value) => ({ ...settings, groups_propagation_enabled: value }),
    },
  ],
};
