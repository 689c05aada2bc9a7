import type { ComponentProps } from "react";
import type { Column } from "#components/list/columns.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { Status } from "#components/ui/status.tsx";
import { RelativeTime, useRelativeText } from "#components/ui/time.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import type { TokenState } from "./token-state.ts";

const STATES: Record<TokenState, { tone: ComponentProps<typeof Status>["tone"]; word: string }> = {
  active: { tone: "good", word: "Active" },
  soon: { tone: "soon", word: "Expires soon" },
  expired: { tone: "bad", word: "Expired" },
  disabled: { tone: "soon", word: "Disabled" },
  blocked: { tone: "soon", word: "Owner blocked" },
};

/** The status of a token. */
export function TokenStatus({ state }: { state: TokenState }) {
  const { tone, word } = STATES[state];
  return <Status tone={tone}>{word}</Status>;
}

/** The creator of a token, as "by …". */
function creator(token: TokenView, readerId: string): string {
  if (token.createdBy === readerId) return "by you";
  return token.createdByName === null ? "by a deleted user" : `by ${token.createdByName}`;
}

/**
 * A warning where the creator of another user's token no longer has access but may still have the
 * token; null otherwise.
 */
export function creatorGone(token: TokenView): { mark: string; sentence: string } | null {
  if (token.createdBy === token.userId) return null;
  if (token.createdByName === null) {
    return {
      mark: "Creator deleted",
      sentence: "Created by a deleted user who may still have the token.",
    };
  }
  if (!token.isCreatorBlocked) return null;
  return {
    mark: "Creator blocked",
    sentence: `Created by ${isolated(token.createdByName)}, who is blocked or pending approval and may still have the token.`,
  };
}

/** The creator of a token, marked if blocked or deleted. */
function Creator({ token, readerId }: { token: TokenView; readerId: string }) {
  const gone = creatorGone(token);
  return (
    <>
      <span className="cell-note">{creator(token, readerId)}</span>
      {gone && <CreatorMark>{gone.mark}</CreatorMark>}
    </>
  );
}

function CreatorMark({ children }: { children: string }) {
  return (
    <Status tone="soon" data-testid="creator-gone" className="text-xs">
      {children}
    </Status>
  );
}

/** The dialogs that a row opens. */
export type TokenQuestion = "use" | "narrow" | "rotate" | "switch" | "describe" | "revoke";

/** The input of a cell. */
export type ShownToken = { token: TokenView; readerId: string };

export const CREATED: Column<ShownToken> = {
  heading: "Created",
  spare: true,
  cell: ({ token, readerId }) => (
    <span className="cell-lines">
      <RelativeTime at={token.createdAt} />
      <Creator token={token} readerId={readerId} />
    </span>
  ),
};

/** Creation time and creator below the name, where the table has no room for their column. */
export function CreatedBelow({ token, readerId }: { token: TokenView; readerId: string }) {
  const gone = creatorGone(token);
  const by = creator(token, readerId);
  const at = useRelativeText(token.createdAt);
  return (
    <span className="snug-only">
      <span>{`Created ${at} ${by}`}</span>
      {gone && <CreatorMark>{gone.mark}</CreatorMark>}
    </span>
  );
}

type LastUseProps = { token: TokenView; withAgent?: boolean };

/** Time and address of the last use, with the user agent if there is room. */
export function LastUse({ token, withAgent = false }: LastUseProps) {
  if (token.lastUsedAt === null) {
    return <span className="never">Never used</span>;
  }
  return (
    <span className="cell-lines" title={withAgent ? undefined : (token.lastUsedAgent ?? undefined)}>
      <RelativeTime at={token.lastUsedAt} />
      {token.lastUsedIp && <span className="cell-note">{`from ${token.lastUsedIp}`}</span>}
      {withAgent && token.lastUsedAgent && <span className="cell-note">{token.lastUsedAgent}</span>}
    </span>
  );
}
