import { Plus } from "lucide-react";
import { useCall } from "#components/shared/use-call.ts";
import { Button } from "#components/ui/button.tsx";
import { type Networks, networksWithin } from "#lib/policy/networks.ts";

type UsedNetworksProps = {
  /** The owner of the tokens. */
  userId: string;
  chosen: readonly string[];
  /** The networks that an offered one must be within. */
  within: Networks;
  onAdd: (network: string) => void;
};

/** The networks that a user's tokens were used from, to add; nothing while there are none. */
export function UsedNetworks({ userId, chosen, within, onAdd }: UsedNetworksProps) {
  const found = useCall("tokens.networks", { params: { userId } });
  if (found === "pending" || "failure" in found) return null;
  const offered = found.data
    .map(({ network }) => network)
    .filter((network) => !chosen.includes(network) && networksWithin([network], within));
  if (offered.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 text-quiet text-xs">
      Used from:
      {offered.map((network) => (
        <Button
          key={network}
          size="small"
          variant="quiet"
          aria-label={`Add network ${network}`}
          data-testid="used-network"
          onClick={() => onAdd(network)}
        >
          <Plus aria-hidden />
          <span className="font-mono">{network}</span>
        </Button>
      ))}
    </div>
  );
}
