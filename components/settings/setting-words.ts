import type { AccountSettings } from "#lib/contract/account.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { SettingsTab } from "./settings-path.ts";

type WireSettings = OperationAnswer<"accounts.update">["settings"];

/** A setting that acts in Roost: what it is called, what it means on and off, and how a PUT holds it. */
export type Setting = {
  key: keyof Pick<
    AccountSettings,
    | "userApprovalRequired"
    | "personalTokens"
    | "regularUsersViewBlocked"
    | "groupsPropagationEnabled"
  >;
  label: string;
  on: string;
  off: string;
  put: (settings: WireSettings, value: boolean) => WireSettings;
};

/** The settings of each part of the page. */
export const SETTINGS: Record<Exclude<SettingsTab, "account">, readonly Setting[]> = {
  authentication: [
    {
      key: "userApprovalRequired",
      label: "New users wait for approval",
      on: "Kept for sign-in through an identity provider, which Roost does not offer yet: who joins that way will wait until an owner or admin approves them. Invited people need no approval.",
      off: "Nobody will wait for approval, however they join.",
      put: (settings, value) => ({
        ...settings,
        extra: { ...settings.extra, user_approval_required: value },
      }),
    },
    {
      key: "personalTokens",
      label: "People may have access tokens of their own",
      on: "Everybody can create tokens for their own account. A token has its owner's rights and ends with their account.",
      off: "Only service users get new tokens. People's present tokens go on working until they expire or are deleted.",
      put: (settings, value) => ({ ...settings, personal_access_tokens_enabled: value }),
    },
  ],
  permissions: [
    {
      key: "regularUsersViewBlocked",
      label: "Hide the dashboard from regular users",
      on: "NetBird's clients show people with the role User no network. In Roost they see their own profile and tokens either way.",
      off: "NetBird's clients may show people with the role User their peers. In Roost they see their own profile and tokens either way.",
      put: (settings, value) => ({ ...settings, regular_users_view_blocked: value }),
    },
  ],
  groups: [
    {
      key: "groupsPropagationEnabled",
      label: "Pass auto-assigned groups on",
      on: "A change of a user's auto-assigned groups is passed on to their peers, and the audit log tells of each group.",
      off: "A change of a user's auto-assigned groups concerns what they add later, and the audit log does not tell of each group.",
      put: (settings, value) => ({ ...settings, groups_propagation_enabled: value }),
    },
  ],
};
