"use client";

import { type FilterChip, FilterChips } from "#components/list/filter-chips.tsx";
import { useListAddress } from "#components/list/use-list-address.ts";
import { useTimeFormat } from "#components/ui/clock.tsx";
import type { TimeFormat } from "#components/ui/time-text.ts";
import { isActivityCode } from "#lib/contract/activities.ts";
import { activityName } from "./activity-name.ts";
import { boundText } from "./day-range.ts";
import { codesIn, EVENT_FILTERS } from "./event-filter-names.ts";

type Values = Record<string, string | null>;

type ActiveFiltersProps = {
  /** Names of the users, groups and tokens in the filters, by ID. */
  names: Record<string, string>;
};

/** The active filters as removable chips. */
export function ActiveFilters({ names }: ActiveFiltersProps) {
  const { values, change } = useListAddress(EVENT_FILTERS);
  const reader = useTimeFormat();
  return <FilterChips chips={chipsOf(values, names, reader)} onRemove={change} />;
}

/** A token and its owner are one chip: the query names both. */
function chipOfTarget(
  id: string,
  tokenId: string | null | undefined,
  nameOf: (id: string) => string,
): FilterChip {
  if (!tokenId) return { text: `Target: ${nameOf(id)}`, without: { target_id: null } };
  const text = `Token: ${nameOf(tokenId)} of ${nameOf(id)}`;
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
      text: isActivityCode(code) ? activityName(code) : code,
      without: { activity_code: codes.filter((one) => one !== code).join(",") || null },
    })),
    ...(initiator_id
      ? [{ text: `Actor: ${nameOf(initiator_id)}`, without: { initiator_id: null } }]
      : []),
    ...(target_id ? [chipOfTarget(target_id, target_token_id, nameOf)] : []),
    ...(isTime(since)
      ? [{ text: `From: ${boundText("since", since, reader)}`, without: { since: null } }]
      : []),
    ...(isTime(until)
      ? [{ text: `To: ${boundText("until", until, reader)}`, without: { until: null } }]
      : []),
  ];
}
