import { BarTable, type TableBar } from "#components/ui/bar-table.tsx";

type Expiries = {
  expired: number;
  byExpiry: readonly { afterDays: number; untilDays: number | null; count: number }[];
};

/** Number of expired access tokens, and of others by time to expiry. */
export function ExpiryBars({ summary: { expired, byExpiry } }: { summary: Expiries }) {
  const items: TableBar[] = byExpiry.map(({ afterDays, untilDays, count }, at) => ({
    label: expiryText(afterDays, untilDays),
    value: count,
    tone: at === 0 ? "soon" : "accent",
  }));
  return (
    <div className="rounded-lg border bg-surface px-4 py-3">
      <BarTable
        name="Token expiry"
        headings={["Expires", "Tokens"]}
        items={[{ label: "Expired", value: expired, tone: "bad" }, ...items]}
      />
    </div>
  );
}

function expiryText(afterDays: number, untilDays: number | null): string {
  if (untilDays === null) return `${afterDays}+ days`;
  return afterDays === 0 ? `< ${untilDays} days` : `${afterDays}–${untilDays} days`;
}
