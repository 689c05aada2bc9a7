import { counted } from "#components/ui/counted.ts";
import { DAY_SECONDS } from "#lib/contract/durations.ts";

/** The unit of a setting in seconds. */
const SECONDS: Record<string, number> = {
  peer_login_expiration: 1,
  peer_inactivity_expiration: 1,
  access_token_max_days: DAY_SECONDS,
  service_token_max_days: DAY_SECONDS,
};
const UNITS = [
  [DAY_SECONDS, "day"],
  [3600, "hour"],
  [60, "minute"],
] as const;

/** A formatted value: "On", "1 day"; `name` is the setting's name on the wire. */
export function settingValue(name: string, value: unknown): string {
  const seconds = SECONDS[name];
  return seconds === undefined || value === null
    ? withoutUnit(value)
    : durationText(Number(value) * seconds);
}

function withoutUnit(value: unknown): string {
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (Array.isArray(value)) return value.join(", ") || "None";
  if (value !== null && typeof value === "object")
    return withoutUnit(Object.values(value)[0] ?? null);
  return value === null || value === "" ? "Not set" : String(value);
}

/** "1 day", "90 minutes": in the largest unit without a remainder. */
function durationText(seconds: number): string {
  const [size, unit] = UNITS.find(([length]) => seconds > 0 && seconds % length === 0) ?? [
    1,
    "second",
  ];
  return counted(seconds / size, unit);
}
