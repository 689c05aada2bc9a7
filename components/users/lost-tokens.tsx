import { RelativeTime } from "#components/ui/time.tsx";
import type { WorkingToken } from "./loss-text.ts";

const SHOWN = 5;

/** Tokens that a deletion takes along, each with when and from where it was last used. */
export function LostTokens({ tokens }: { tokens: readonly WorkingToken[] }) {
  const more = tokens.length - SHOWN;
  return (
    <ul className="grid gap-1 rounded-md bg-sunken px-3 py-2">
      {tokens.slice(0, SHOWN).map((token) => (
        <li key={token.id} className="flex min-w-0 flex-wrap justify-between gap-x-4">
          <span className="min-w-0 truncate font-medium text-ink" title={token.name}>
            {token.name}
          </span>
          <span className="text-xs">
            {token.lastUsedAt ? (
              <>
                used <RelativeTime at={token.lastUsedAt} />
                {token.lastUsedIp && ` from ${token.lastUsedIp}`}
              </>
            ) : (
              "never used"
            )}
          </span>
        </li>
      ))}
      {more > 0 && <li className="text-xs">and {more} more</li>}
    </ul>
  );
}
