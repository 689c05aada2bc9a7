import { Code } from "#components/ui/code.tsx";
import { OperationsDisclosure } from "./operations-disclosure.tsx";
import { toUse } from "./usage-labels.ts";
import { UsageVerdict } from "./usage-verdict.tsx";
import type { PreviewedToken } from "./use-preview.ts";

type WorkingTokensProps = { label: string; tokens: readonly PreviewedToken[] };

/** Working tokens, each with its owner and use. */
export function WorkingTokens({ label, tokens }: WorkingTokensProps) {
  return (
    <ul
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable list must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="grid max-h-60 gap-2 overflow-y-auto rounded-md bg-sunken px-3 py-2"
    >
      {tokens.map((token) => (
        <li key={token.id} className="grid min-w-0">
          <span className="truncate text-ink" title={token.name}>
            <bdi className="font-medium">{token.name}</bdi> of <bdi>{token.user_name}</bdi>
          </span>
          <span className="line-clamp-3 text-xs">
            <Code>{token.fingerprint}…</Code>{" "}
            <UsageVerdict use={toUse(token.uses_30_days, token)} />
          </span>
          {token.uses_30_days > 0 && (
            <OperationsDisclosure userId={token.user_id} tokenId={token.id} name={token.name} />
          )}
        </li>
      ))}
    </ul>
  );
}
