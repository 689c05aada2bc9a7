import { CollapsibleList } from "#components/ui/collapsible-list.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { TokenUsage } from "./use-usage.ts";

type UsageAddressesProps = { addresses: TokenUsage["addresses"] };

/** Source addresses and user agents of a token, last used first, collapsed if many. */
export function UsageAddresses({ addresses }: UsageAddressesProps) {
  return (
    <CollapsibleList items={addresses} keyOf={({ address }) => address}>
      {({ address, agent, last_used }) => (
        <>
          <span className="grid min-w-0">
            <span className="break-all text-ink">{address}</span>
            {agent && (
              <span className="line-clamp-2 break-words text-quiet" title={agent}>
                {agent}
              </span>
            )}
          </span>
          <span className="shrink-0">
            <RelativeTime at={new Date(last_used)} />
          </span>
        </>
      )}
    </CollapsibleList>
  );
}
