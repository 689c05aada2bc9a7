import { useNow } from "#components/ui/clock.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { type Use, usesText } from "./usage-labels.ts";

/** Summary of a token's usage: calls, and time, address and user agent of the last one. */
export function UsageVerdict({ use }: { use: Use }) {
  const now = useNow();
  return (
    <span className="wrap-anywhere min-w-0">
      <span className="font-medium text-ink">{usesText(use, now)}</span>
      {use.lastUsedAt && <LastCall use={use} at={use.lastUsedAt} />}
      <span>.</span>
    </span>
  );
}

function LastCall({ use, at }: { use: Use; at: Date }) {
  return (
    <>
      <span>. Last used </span>
      <RelativeTime at={at} />
      {use.lastUsedIp && <span> from {use.lastUsedIp}</span>}
      {use.lastUsedAgent && <span> ({use.lastUsedAgent})</span>}
    </>
  );
}
