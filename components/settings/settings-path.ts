export const SETTINGS_PATH = "/settings";

/** The parts of the settings; their names stand in the address, and in `settings-tab-<name>`. */
export const SETTINGS_TABS = [
  { tab: "account", label: "Account" },
  { tab: "authentication", label: "Authentication" },
  { tab: "permissions", label: "Permissions" },
  { tab: "groups", label: "Groups" },
] as const;

export type SettingsTab = (typeof SETTINGS_TABS)[number]["tab"];

/** The part that an address names, or the first. */
export function readSettingsTab(tab: unknown): SettingsTab {
  return SETTINGS_TABS.find((one) => one.tab === tab)?.tab ?? "account";
}

export function settingsPath(tab: SettingsTab): string {
  return tab === "account" ? SETTINGS_PATH : `${SETTINGS_PATH}?tab=${tab}`;
}
