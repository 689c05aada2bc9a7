import { counted } from "#components/ui/counted.ts";
import { RelativeTime } from "#components/ui/time.tsx";

export type AccountUse = {
  /** Number of tokens used in the last 7 days. */
  used7Days: number;
  /** Last use of any existing token. */
  lastUsedAt: Date | null;
};

/** Recent use of the account's tokens. */
export function AccountUseText({ use: { used7Days, lastUsedAt } }: { use: AccountUse }) {
  if (lastUsedAt === null) return <p>Access tokens were never used.</p>;
  const who = used7Days === 0 ? "No access token" : counted(used7Days, "access token");
  return (
    <p>
      <strong className="font-medium text-ink">
        {who} {used7Days > 1 ? "were" : "was"} used in the last 7 days
      </strong>
      <span>, most recently </span>
      <RelativeTime at={lastUsedAt} />
      <span>{used7Days > 0 ? ". Their scripts get 401 immediately." : "."}</span>
    </p>
  );
}
