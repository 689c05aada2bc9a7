"use client";

import { useNow, useTimeFormat } from "./clock.tsx";
import { cn } from "./cn.ts";
import { dateText, instantText, relativeText } from "./time-text.ts";

type TimeProps = { at: Date; className?: string };

/** "in 6 days", with the exact time in the user's language and time zone on hover. */
export function RelativeTime({ at, className }: TimeProps) {
  const now = useNow();
  const reader = useTimeFormat();
  return (
    <time
      dateTime={at.toISOString()}
      title={instantText(at.getTime(), reader)}
      className={cn("whitespace-nowrap", className)}
    >
      {relativeText(at.getTime(), now)}
    </time>
  );
}

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
