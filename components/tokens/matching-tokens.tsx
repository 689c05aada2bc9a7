import { Code } from "#components/ui/code.tsx";
import { numberText } from "#components/ui/counted.ts";
import { RelativeTime } from "#components/ui/time.tsx";
import type { MatchPreview } from "./matching-conditions.ts";

/** The first of the tokens that match, each with its owner and last use. */
export function MatchingTokens({ preview: { matched, tokens } }: { preview: MatchPreview }) {
  const more = matched - tokens.length;
  return (
    <div className="grid gap-1">
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable list must be reachable by keyboard
        tabIndex={0}
        aria-label="Tokens that stop working"
        className="grid max-h-60 gap-2 overflow-y-auto rounded-md bg-sunken px-3 py-2"
      >
        {tokens.map((token) => (
          <li key={token.id} className="grid min-w-0">
            <span className="truncate" title={token.name}>
              <bdi className="font-medium">{token.name}</bdi> of <bdi>{token.user_name}</bdi>
            </span>
            <span className="text-quiet text-xs">
              <Code>{token.fingerprint}…</Code>{" "}
              {token.last_used ? (
                <>
                  Last used <RelativeTime at={new Date(token.last_used)} />
                </>
              ) : (
                "Never used"
              )}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-quiet text-xs">and {numberText(more)} more</p>}
    </div>
  );
}
