import type { ActivityCode } from "./activities.ts";
import { OTHER_PAGES, PAGES } from "./pages.ts";

/** `path` with these parameters. */
export const pathWith = (path: string, parameters: Record<string, string>): string =>
  `${path}?${new URLSearchParams(parameters)}`;

/** The page of a person or service user. */
export function userPath(user: { id: string; isServiceUser: boolean }): string {
  const list = user.isServiceUser ? PAGES.serviceUsers.path : PAGES.users.path;
  return `${list}/${encodeURIComponent(user.id)}`;
}

/** The users who wait for approval. */
export const PENDING_PATH = `${PAGES.users.path}?status=pending`;
/** The service users who are due for review. */
export const DUE_REVIEWS_PATH = `${PAGES.accessReview.path}?due=true`;
/** The pending invites. */
export const INVITES_PATH = `${PAGES.users.path}?view=invites`;

/** A page with the popup of its main action open. */
export const createPath = (path: string): string => pathWith(path, { new: "1" });

/** The list of tokens with those that this token created, and those that they created. */
export const createdByTokenPath = (id: string): string =>
  pathWith(PAGES.tokens.path, { created_by_token_id: id });

/** The list of tokens with one of them. */
export const tokenPath = (id: string): string => pathWith(PAGES.tokens.path, { id });

/** The list of tokens with the one of this fingerprint. */
export const fingerprintPath = (fingerprint: string): string =>
  pathWith(PAGES.tokens.path, { fingerprint });

/** The list of groups with those whose name holds this. */
export const groupPath = (name: string): string => pathWith(PAGES.groups.path, { search: name });

/** The list of tokens with those whose scopes cover this one. */
export const scopePath = (scope: string): string => pathWith(PAGES.tokens.path, { scope });

/** The audit log of the NetBird server behind Roost. */
export const NETBIRD_ACTIVITY_PATH = `${PAGES.activity.path}?view=netbird`;

/** The changes that Roost forwarded to NetBird. */
export const NETBIRD_CHANGES_PATH = pathWith(PAGES.activity.path, {
  activity_code: "netbird.create,netbird.update,netbird.delete",
});

/** The events of a kind. */
export const activityWith = (code: ActivityCode): string =>
  pathWith(PAGES.activity.path, { activity_code: code });

/** The events about an access token. */
export const activityOfToken = (ownerId: string, tokenId: string): string =>
  pathWith(PAGES.activity.path, { target_id: ownerId, target_token_id: tokenId });

/** The events that a user caused, or whose target they are. */
export const activityOf = (filter: "initiator_id" | "target_id", id: string): string =>
  pathWith(PAGES.activity.path, { [filter]: id });

/**
 * The parts of the settings; their names are in the address, and in `settings-tab-<name>`. Some
 * are there only with or without a NetBird server behind Roost.
 */
const SETTINGS_TABS = [
  { tab: "account", label: "Account", netbird: null },
  { tab: "authentication", label: "Authentication", netbird: null },
  { tab: "permissions", label: "Permissions", netbird: false },
  { tab: "groups", label: "Groups", netbird: false },
  { tab: "netbird", label: "NetBird", netbird: true },
] as const;

export type SettingsTab = (typeof SETTINGS_TABS)[number]["tab"];

/** The parts with or without a NetBird server. */
export const settingsTabs = (hasNetBird: boolean) =>
  SETTINGS_TABS.filter(({ netbird }) => netbird === null || netbird === hasNetBird);

/** The part that an address names, or the first. */
export function readSettingsTab(tab: unknown, hasNetBird: boolean): SettingsTab {
  return settingsTabs(hasNetBird).find((one) => one.tab === tab)?.tab ?? "account";
}

export function settingsPath(tab: SettingsTab): string {
  return tab === "account" ? PAGES.settings.path : pathWith(PAGES.settings.path, { tab });
}

/** The sign-in, which leads on to `next`. */
export const signInPath = (next: string): string => pathWith(OTHER_PAGES.signIn, { next });

/** The page on which a generated password is changed, which leads on to `next`. */
export const changePasswordPath = (next: string): string =>
  pathWith(OTHER_PAGES.changePassword, { next });

/** The page on which an invite is accepted; its last part is the secret. */
export const invitePath = (token: string): string =>
  OTHER_PAGES.invite.replace("{token}", () => token);

/** The page on which a new password is set; its last part is the secret. */
export const passwordResetPath = (token: string): string =>
  OTHER_PAGES.passwordReset.replace("{token}", () => token);
