import { TOKEN_DAYS } from "#lib/contract/fields.ts";
import type { DaysSetting, Setting, SettingValues, WireSettings } from "./setting-words.ts";

/** What was done to the fields of a form: where a switch stands, the text of a number of days. */
export type Touched = Partial<Record<Setting["key"], boolean | string>>;

/** What a change makes of the settings of a PUT. */
export type Change = (settings: WireSettings) => WireSettings;

/** The change that a touched field stands for; none where it is as stored, "wrong" for no value. */
export function changeOf(
  setting: Setting,
  stored: SettingValues,
  touched: Touched,
): Change | "wrong" | undefined {
  const value = touched[setting.key];
  if (value === undefined) return undefined;
  if (setting.kind === "switch") {
    if (value === stored[setting.key]) return undefined;
    return (settings) => setting.put(settings, value === true);
  }
  const days = readDays(String(value));
  if (days === stored[setting.key]) return undefined;
  return days === "wrong" ? days : (settings) => setting.put(settings, days);
}

/** What stands in the field of a number of days. */
export function daysText(setting: DaysSetting, stored: SettingValues, touched: Touched): string {
  return String(touched[setting.key] ?? stored[setting.key] ?? "");
}

function readDays(text: string): number | null | "wrong" {
  const typed = text.trim();
  if (typed === "") return null;
  const days = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  return days >= TOKEN_DAYS.min && days <= TOKEN_DAYS.max ? days : "wrong";
}
