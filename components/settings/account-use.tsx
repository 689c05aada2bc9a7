import { counted } from "#components/ui/counted.ts";
import { RelativeTime } from "#components/ui/time.tsx";

export type AccountUse = {
  /** How many tokens were used in the last 7 days. */
  used7Days: number;
  /** When any of those that exist was last used. */
  lastUsedAt: Date | null;
};

/** Whether anything still uses the tokens of the account. */
export function AccountUseText({ use: { used7Days, lastUsedAt } }: { use: AccountUse }) {
  if (lastUsedAt === null) return <p>No access token was ever used.</p>;
  const who = used7Days === 0 ? "No access token" : counted(used7Days, "access token");
  return (
    <p>
      <strong className="font-medium text-ink">
        {who} {used7Days > 1 ? "were" : "was"} used in the last 7 days
      </strong>
      <span>, the last one </span>
      <RelativeTime at={lastUsedAt} />
      <span>{used7Days > 0 ? ". What uses them gets 401 at once." : "."}</span>
    </p>
  );
}
