import { sentence } from "#components/layout/sentence.ts";
import { useNow } from "#components/ui/clock.tsx";
import { Code } from "#components/ui/code.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { CalledOperations } from "./called-operations.tsx";
import { type TokenState, tokenState } from "./token-state.ts";
import { UsageVerdict } from "./usage-verdict.tsx";
import { toUse } from "./usage-words.ts";
import type { Preview, PreviewedToken } from "./use-preview.ts";

/** What stops with the tokens, and which of them work no longer anyway. */
export function RevokePreview({ preview }: { preview: Preview }) {
  const now = useNow();
  if (preview === "pending") {
    return (
      <div className="py-0.5">
        <span className="sr-only">Looking up what will stop.</span>
        <Skeleton className="w-4/5" />
      </div>
    );
  }
  if ("failure" in preview) {
    const { status, message } = preview.failure;
    return (
      <p className="text-danger">
        {status === 404
          ? "One of these tokens was deleted meanwhile. Reload the page and select again."
          : `What will stop could not be looked up. ${sentence(message)}`}
      </p>
    );
  }
  const countIn = (state: TokenState) =>
    preview.tokens.filter((token) => stateOf(token, now) === state).length;
  const [expired, blocked] = [countIn("expired"), countIn("blocked")];
  const working = preview.tokens
    .filter((token) => ["active", "soon"].includes(stateOf(token, now)))
    .sort((one, other) => other.uses_30_days - one.uses_30_days);
  return (
    <>
      {working.length > 0 && (
        <>
          <p>
            Scripts that use {working.length === 1 ? "this token" : "these tokens"} get 401 at once.{" "}
            {inUseText(working)}
          </p>
          <WorkingTokens tokens={working} />
        </>
      )}
      {blocked > 0 && (
        <p>
          {blocked} {blocked === 1 ? "is of an owner who is not" : "are of owners who are not"} let
          in, so that scripts get 403 already; they get 401 from now on.
        </p>
      )}
      {expired > 0 && (
        <p>
          {expired} {expired === 1 ? "has" : "have"} expired, so no script stops with{" "}
          {expired === 1 ? "it" : "them"}.
        </p>
      )}
    </>
  );
}

const stateOf = (token: PreviewedToken, now: number) =>
  tokenState(new Date(token.expiration_date), token.is_user_blocked, now);

/** How many of them something may depend on. */
function inUseText(tokens: readonly PreviewedToken[]): string {
  const used = tokens.filter(({ uses_30_days }) => uses_30_days > 0).length;
  if (tokens.length === 1) return "";
  if (used === 0) return "None made a call in the last 30 days:";
  const who = used === tokens.length ? "All of them" : `${used} of ${tokens.length}`;
  return `${who} made calls in the last 30 days:`;
}

function WorkingTokens({ tokens }: { tokens: readonly PreviewedToken[] }) {
  return (
    <ul
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      aria-label="Tokens that stop working"
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
            <CalledOperations userId={token.user_id} tokenId={token.id} name={token.name} />
          )}
        </li>
      ))}
    </ul>
  );
}
