import { PendingUsage } from "#components/tokens/usage-boundary.tsx";
import { toUse } from "#components/tokens/usage-labels.ts";
import { UsageOperations } from "#components/tokens/usage-operations.tsx";
import { UsageVerdict } from "#components/tokens/usage-verdict.tsx";
import { useUsage } from "#components/tokens/use-usage.ts";
import { RelativeTime } from "#components/ui/time.tsx";
import type { WorkingToken } from "./revocation-effect.ts";

const SHOWN = 5;

type AffectedTokensProps = { userId: string; tokens: readonly WorkingToken[] };

/** Tokens that a deletion revokes, each with its use where available. */
export function AffectedTokens({ userId, tokens }: AffectedTokensProps) {
  const more = tokens.length - SHOWN;
  return (
    <ul className="grid gap-2 rounded-md bg-sunken px-3 py-2">
      {tokens.slice(0, SHOWN).map((token) => (
        <li key={token.id} className="grid min-w-0 gap-0.5">
          <span className="min-w-0 truncate font-medium text-ink" title={token.name}>
            {token.name}
          </span>
          <AffectedToken userId={userId} token={token} />
        </li>
      ))}
      {more > 0 && <li className="text-xs">and {more} more</li>}
    </ul>
  );
}

function AffectedToken({ userId, token }: { userId: string; token: WorkingToken }) {
  const found = useUsage(userId, token.id);
  if (found === "pending") return <PendingUsage />;
  if ("failure" in found) return <KnownUse token={token} />;
  const { total, by_operation } = found.data;
  return (
    <div className="grid gap-0.5 text-xs">
      {/* User agents may be long. */}
      <p className="line-clamp-3">
        <UsageVerdict use={toUse(total, found.data)} />
      </p>
      {by_operation.length > 0 && (
        <details>
          <summary className="w-fit rounded-sm underline-offset-4 hover:underline">
            Operations<span className="sr-only">: {token.name}</span>
          </summary>
          <div className="mt-1">
            <UsageOperations operations={by_operation} />
          </div>
        </details>
      )}
    </div>
  );
}

/** The last use that is already known, if usage could not be loaded. */
function KnownUse({ token }: { token: WorkingToken }) {
  return (
    <span className="text-xs">
      {token.lastUsedAt ? (
        <>
          Used <RelativeTime at={token.lastUsedAt} />
          {token.lastUsedIp && <span> from {token.lastUsedIp}</span>}
          <span>. Could not load the number of calls.</span>
        </>
      ) : (
        "Never used."
      )}
    </span>
  );
}
