import { sentence } from "#components/shared/sentence.ts";
import { RelativeTime } from "#components/ui/time.tsx";
import type { CallFailure } from "#lib/contract/client.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { UsageAddresses } from "./usage-addresses.tsx";
import { PendingUsage } from "./usage-boundary.tsx";
import { toUse } from "./usage-labels.ts";
import { UsageOperations } from "./usage-operations.tsx";
import { UsageVerdict } from "./usage-verdict.tsx";
import { useUsage } from "./use-usage.ts";

export type UsedToken = Pick<TokenView, "id" | "userId" | "lastUsedAt" | "lastUsedIp">;

/** A token's current usage; on failure, the last use that is already known. */
export function TokenUse({ token }: { token: UsedToken }) {
  const found = useUsage(token.userId, token.id);
  if (found === "pending") return <PendingUsage />;
  if ("failure" in found) return <KnownUse token={token} failure={found.failure} />;
  const { data: usage } = found;
  return (
    <div data-testid="token-use" className="grid gap-2 rounded-md bg-sunken px-3 py-2">
      <p>
        <UsageVerdict use={toUse(usage.total, usage)} />
      </p>
      {usage.by_operation.length > 0 && <UsageOperations operations={usage.by_operation} />}
      {/* The summary names a single one already. */}
      {usage.addresses.length > 1 && (
        <details>
          <summary className="w-fit rounded-sm text-xs underline-offset-4 hover:underline">
            Used from {usage.addresses.length} addresses
          </summary>
          <div className="mt-1">
            <UsageAddresses addresses={usage.addresses} />
          </div>
        </details>
      )}
    </div>
  );
}

function KnownUse({ token, failure }: { token: UsedToken; failure: CallFailure }) {
  return (
    <>
      {token.lastUsedAt ? (
        <p>
          Last used <RelativeTime at={token.lastUsedAt} />
          {token.lastUsedIp && <span> from {token.lastUsedIp}</span>}
          <span>.</span>
        </p>
      ) : (
        <p>Never used.</p>
      )}
      <p>Could not load the number of calls. {sentence(failure.message)}</p>
    </>
  );
}
