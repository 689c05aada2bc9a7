import type { NumberSetting, Setting, SettingsUpdate, SettingValues } from "./setting-labels.ts";

/** Changed fields of a form: the value of a switch, the text of a number. */
export type Touched = Partial<Record<Setting["key"], boolean | string>>;

/** The change of an edited field; none if equal to the stored value, "wrong" if invalid. */
export function changeOf(
  setting: Setting,
  stored: SettingValues,
  touched: Touched,
): SettingsUpdate | "wrong" | undefined {
  const value = touched[setting.key];
  if (value === undefined) return undefined;
  if (setting.kind === "switch") {
    if (value === stored[setting.key]) return undefined;
    return sent(setting, value === true);
  }
  if (setting.kind === "choice") {
    const choice = setting.options.find((one) => one.value === value);
    if (choice === undefined || choice.value === stored[setting.key]) return undefined;
    return sent(setting, choice.value);
  }
  const number = readNumber(setting, String(value));
  if (number === stored[setting.key]) return undefined;
  return number === "wrong" ? number : sent(setting, number);
}

const sent = ({ field }: Setting, value: boolean | number | string | null): SettingsUpdate => ({
  [field]: value,
});

/** The text in the field of a number. */
export function numberText(
  setting: NumberSetting,
  stored: SettingValues,
  touched: Touched,
): string {
  return String(touched[setting.key] ?? stored[setting.key] ?? "");
}

function readNumber({ range, empty }: NumberSetting, text: string): number | null | "wrong" {
  const typed = text.trim();
  if (typed === "") return empty === undefined ? "wrong" : null;
  const number = /^\d{1,5}$/.test(typed) ? Number(typed) : Number.NaN;
  return number >= range.min && number <= range.max ? number : "wrong";
}
