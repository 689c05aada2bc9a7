import { FirstFew } from "#components/ui/first-few.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { TokenUsage } from "./use-usage.ts";

type UsageAddressesProps = { addresses: TokenUsage["addresses"] };

/** Where a token was used from and by what, the last used first; of many the first ones. */
export function UsageAddresses({ addresses }: UsageAddressesProps) {
  return (
    <FirstFew items={addresses} keyOf={({ address }) => address}>
      {({ address, agent, last_used }) => (
        <>
          <span className="min-w-0 break-words">
            <span className="break-all text-ink">{address}</span>
            {agent && <> by {agent}</>}
          </span>
          <span className="shrink-0">
            <RelativeTime at={new Date(last_used)} />
          </span>
        </>
      )}
    </FirstFew>
  );
}
