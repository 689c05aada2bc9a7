import type { ComponentProps } from "react";
import { Status } from "#components/ui/status.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import type { TokenState } from "./token-state.ts";

const STATES: Record<TokenState, { tone: ComponentProps<typeof Status>["tone"]; word: string }> = {
  active: { tone: "good", word: "Active" },
  soon: { tone: "soon", word: "Expires soon" },
  expired: { tone: "bad", word: "Expired" },
  blocked: { tone: "soon", word: "Owner blocked" },
};

/** Whether a token is in force, in words. */
export function TokenStatus({ state }: { state: TokenState }) {
  const { tone, word } = STATES[state];
  return <Status tone={tone}>{word}</Status>;
}

/** Who made a token. */
export function creator(token: TokenView, readerId: string): string {
  if (token.createdBy === readerId) return "by you";
  return token.createdByName === null ? "by a deleted user" : `by ${token.createdByName}`;
}

/** When and by whom a token was made, below its name where the table has no room for a column of it. */
export function CreatedBelow({ token, readerId }: { token: TokenView; readerId: string }) {
  return (
    <span
      className="hidden truncate text-quiet text-xs @max-snug:block @max-cards:hidden"
      title={`Created ${creator(token, readerId)}`}
    >
      Created <RelativeTime at={token.createdAt} /> {creator(token, readerId)}
    </span>
  );
}

type LastUseProps = { token: TokenView; withAgent?: boolean };

/** When and from where a token was last used, and by what where there is room for it. */
export function LastUse({ token, withAgent = false }: LastUseProps) {
  if (token.lastUsedAt === null) {
    return <span className="whitespace-nowrap text-quiet">Never used</span>;
  }
  return (
    <span className="grid">
      <RelativeTime at={token.lastUsedAt} />
      {token.lastUsedIp && (
        <span
          className="max-w-40 truncate text-quiet text-xs"
          title={[token.lastUsedIp, token.lastUsedAgent].filter(Boolean).join(", ")}
        >
          from {token.lastUsedIp}
        </span>
      )}
      {withAgent && token.lastUsedAgent && (
        <span className="max-w-40 truncate text-quiet text-xs" title={token.lastUsedAgent}>
          {token.lastUsedAgent}
        </span>
      )}
    </span>
  );
}
