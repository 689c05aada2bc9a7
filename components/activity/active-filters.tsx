"use client";

import { type FilterChip, FilterChips } from "#components/list/filter-chips.tsx";
import { useListAddress } from "#components/list/use-list-address.ts";
import { useTimeFormat } from "#components/ui/clock.tsx";
import type { TimeFormat } from "#components/ui/time-text.ts";
import { ACTIVITIES, isActivityCode } from "#lib/contract/activities.ts";
import { boundText } from "./day-range.ts";
import { codesIn, EVENT_FILTERS } from "./event-filter-names.ts";

type Values = Record<string, string | null>;

type ActiveFiltersProps = {
  /** The names of the users, groups and tokens that a filter may name, by id. */
  names: Record<string, string>;
};

/** The filters in force, each with a way to remove it. */
export function ActiveFilters({ names }: ActiveFiltersProps) {
  const { values, change } = useListAddress(EVENT_FILTERS);
  const reader = useTimeFormat();
  return <FilterChips chips={chipsOf(values, names, reader)} onRemove={change} />;
}

/** A token is found by its owner too, so that both are one filter. */
function chipOfTarget(
  id: string,
  tokenId: string | null | undefined,
  nameOf: (id: string) => string,
): FilterChip {
  if (!tokenId) return { text: `Done to ${nameOf(id)}`, without: { target_id: null } };
  const text = `About the token ${nameOf(tokenId)} of ${nameOf(id)}`;
  return { text, without: { target_id: null, target_token_id: null } };
}

function chipsOf(values: Values, names: Record<string, string>, reader: TimeFormat): FilterChip[] {
  const { initiator_id, target_id, target_token_id, since, until } = values;
  const codes = codesIn(values.activity_code);
  const nameOf = (id: string) => names[id] ?? id;
  const isTime = (text: string | null | undefined): text is string =>
    Boolean(text) && !Number.isNaN(Date.parse(text ?? ""));
  return [
    ...codes.map((code) => ({
      text: isActivityCode(code) ? ACTIVITIES[code] : code,
      without: { activity_code: codes.filter((one) => one !== code).join(",") || null },
    })),
    ...(initiator_id
      ? [{ text: `Done by ${nameOf(initiator_id)}`, without: { initiator_id: null } }]
      : []),
    ...(target_id ? [chipOfTarget(target_id, target_token_id, nameOf)] : []),
    ...(isTime(since)
      ? [{ text: `From ${boundText("since", since, reader)}`, without: { since: null } }]
      : []),
    ...(isTime(until)
      ? [{ text: `To ${boundText("until", until, reader)}`, without: { until: null } }]
      : []),
  ];
}
