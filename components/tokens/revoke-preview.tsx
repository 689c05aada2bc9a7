import { sentence } from "#components/shared/sentence.ts";
import { useNow } from "#components/ui/clock.tsx";
import { wordFor } from "#components/ui/counted.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { CreatedTokens, type CreatedTokensProps } from "./created-tokens.tsx";
import { type TokenState, tokenState } from "./token-state.ts";
import type { Preview, PreviewedToken } from "./use-preview.ts";
import { WorkingTokens } from "./working-tokens.tsx";

type RevokePreviewProps = { preview: Preview; offer: CreatedTokensProps };

/** Effect of a revocation: working, blocked and expired tokens, and those they created. */
export function RevokePreview({ preview, offer }: RevokePreviewProps) {
  const now = useNow();
  if (preview === "pending") {
    return (
      <div className="py-0.5">
        <span className="sr-only">Loading affected tokens…</span>
        <Skeleton className="w-4/5" />
      </div>
    );
  }
  if ("failure" in preview) {
    const { status, message } = preview.failure;
    return (
      <p className="text-danger">
        {status === 404
          ? "Some tokens were already revoked. Reload the page and select again."
          : `Could not load affected tokens. ${sentence(message)}`}
      </p>
    );
  }
  const { tokens } = preview.data;
  const countIn = (state: TokenState) =>
    tokens.filter((token) => stateOf(token, now) === state).length;
  const [expired, blocked, disabled] = [
    countIn("expired"),
    countIn("blocked"),
    countIn("disabled"),
  ];
  const working = tokens
    .filter((token) => ["active", "soon"].includes(stateOf(token, now)))
    .sort((one, other) => other.uses_30_days - one.uses_30_days);
  return (
    <>
      {working.length > 0 && (
        <>
          <p>
            Scripts that use {wordFor(working.length, "this token", "these tokens")} get 401
            immediately. {inUseText(working)}
          </p>
          <WorkingTokens label="Tokens that stop working" tokens={working} />
        </>
      )}
      {blocked > 0 && (
        <p>
          {blocked} {wordFor(blocked, "is already rejected", "are already rejected")} (403): the
          owner is blocked or pending approval. Revoking is permanent (401).
        </p>
      )}
      {disabled > 0 && (
        <p>
          {disabled} {wordFor(disabled, "is already rejected", "are already rejected")} (403):
          disabled. Revoking is permanent (401).
        </p>
      )}
      {expired > 0 && (
        <p>
          {expired} {wordFor(expired, "has", "have")} expired: no script stops working.
        </p>
      )}
      <CreatedTokens {...offer} />
    </>
  );
}

const stateOf = (token: PreviewedToken, now: number) =>
  tokenState(
    {
      expiresAt: new Date(token.expiration_date),
      disabledAt: token.disabled_at === undefined ? null : new Date(token.disabled_at),
    },
    token.is_user_blocked,
    now,
  );

/** The number of tokens that scripts may depend on. */
function inUseText(tokens: readonly PreviewedToken[]): string {
  const used = tokens.filter(({ uses_30_days }) => uses_30_days > 0).length;
  if (tokens.length === 1) return "";
  if (used === 0) return "None made a call in the last 30 days:";
  const who = used === tokens.length ? "All of them" : `${used} of ${tokens.length}`;
  return `${who} made calls in the last 30 days:`;
}
