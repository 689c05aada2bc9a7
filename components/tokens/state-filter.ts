import type { Filter } from "#components/list/filter.ts";
import { counted } from "#components/ui/counted.ts";
import { INVENTORY_DAYS, INVENTORY_DAYS_MAX } from "#lib/contract/inventory-days.ts";

/** The states with a number of days: its query parameter, and the offered numbers. */
const WINDOWS = {
  expiring: { name: "expiring_within_days", words: "Expires within", usual: [7, 14, 30, 90] },
  unused: { name: "unused_for_days", words: "Unused for", usual: [30, 90, 180] },
} as const;

type Values = Record<string, string | null>;
type Window = keyof typeof WINDOWS;

const isWindow = (state: string): state is Window => Object.hasOwn(WINDOWS, state);
const NO_DAYS: Values = { expiring_within_days: null, unused_for_days: null };

/**
 * The state of tokens with its days as one choice, whose value is "expired" or "expiring 14". Other
 * days in the URL become one more choice.
 */
export function stateFilter(address: string): Filter {
  const shown = read(Object.fromEntries(new URLSearchParams(address.split("?")[1] ?? "")));
  return {
    name: "state",
    label: "State",
    with: Object.keys(NO_DAYS),
    options: [
      { value: "active", label: "Active" },
      { value: "disabled", label: "Disabled" },
      { value: "expired", label: "Expired" },
      ...optionsOf("expiring", shown),
      { value: "never_used", label: "Never used" },
      ...optionsOf("unused", shown),
    ],
    read,
    write,
  };
}

function optionsOf(state: Window, shown: string) {
  const { words, usual } = WINDOWS[state];
  const [wanted, days] = shown.split(" ");
  const own = wanted === state ? [Number(days)] : [];
  return [...new Set([...usual, ...own])]
    .sort((one, other) => one - other)
    .map((count) => ({
      value: `${state} ${count}`,
      label: `${words} ${counted(count, "day")}`,
    }));
}

/** The state as the API reads it: invalid days count as the default, as there. */
function read(values: Record<string, string | null | undefined>): string {
  const state = values.state ?? "";
  if (!isWindow(state)) return state;
  const text = values[WINDOWS[state].name] ?? "";
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  const taken = days >= 1 && days <= INVENTORY_DAYS_MAX[state];
  return `${state} ${taken ? days : INVENTORY_DAYS[state]}`;
}

/** The default days of a state are not in its URL. */
function write(value: string): Values {
  const [state = "", days = ""] = value.split(" ");
  const own = isWindow(state) && Number(days) !== INVENTORY_DAYS[state];
  return { ...NO_DAYS, state: state || null, ...(own ? { [WINDOWS[state].name]: days } : {}) };
}
