"use client";

import { useNow, useTimeFormat } from "./clock.tsx";
import { dateText, instantText, relativeText } from "./time-text.ts";
import { useHydrated } from "./use-hydrated.ts";

type TimeProps = { at: Date; className?: string };

/**
 * "in 6 days", with the exact time on hover once the user's language and time zone are known.
 */
export function RelativeTime({ at, className }: TimeProps) {
  const now = useNow();
  const reader = useTimeFormat();
  const known = useHydrated();
  return (
    <time
      dateTime={at.toISOString()}
      title={known ? instantText(at.getTime(), reader) : undefined}
      className={className}
    >
      {relativeText(at.getTime(), now)}
    </time>
  );
}

/** "6 days ago", where there is no room for an element with the exact time. */
export const useRelativeText = (at: Date): string => relativeText(at.getTime(), useNow());

/** Date and minute in the user's language and time zone. */
export function DateTime({ at, className }: TimeProps) {
  const reader = useTimeFormat();
  return (
    <time
      dateTime={at.toISOString()}
      title={instantText(at.getTime(), reader)}
      className={className}
    >
      {dateText(at.getTime(), reader)}
    </time>
  );
}
