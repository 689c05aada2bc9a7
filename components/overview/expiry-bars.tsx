import { BarTable, type TableBar } from "#components/ui/bar-table.tsx";

type Expiries = {
  expired: number;
  byExpiry: readonly { afterDays: number; untilDays: number | null; count: number }[];
};

/** How many access tokens have expired, and how many will and when. */
export function ExpiryBars({ summary: { expired, byExpiry } }: { summary: Expiries }) {
  const items: TableBar[] = byExpiry.map(({ afterDays, untilDays, count }, at) => ({
    label: expiryText(afterDays, untilDays),
    value: count,
    tone: at === 0 ? "soon" : "accent",
  }));
  return (
    <div className="rounded-lg border bg-surface px-4 py-3">
      <BarTable
        name="Access tokens by expiry"
        headings={["Expires", "Access tokens"]}
        items={[{ label: "Expired", value: expired, tone: "bad" }, ...items]}
      />
    </div>
  );
}

function expiryText(afterDays: number, untilDays: number | null): string {
  if (untilDays === null) return `After ${afterDays} days`;
  return afterDays === 0 ? `Within ${untilDays} days` : `In ${afterDays} to ${untilDays} days`;
}
