import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { Networks } from "#lib/policy/networks.ts";
import type { Scopes } from "#lib/policy/scopes.ts";
import { SnippetTabs } from "./snippet-tabs.tsx";
import type { TokenHolder } from "./token-owner.ts";
import { TokenRights } from "./token-rights.tsx";

type NewToken = {
  name: string;
  text: string;
  expiresAt: Date;
  scopes: Scopes;
  allowedNetworks: Networks;
  holder: TokenHolder;
};

/** A new token and ways to use it, for the popup that shows it once. */
export function shownToken({ name, text, expiresAt, holder, ...limits }: NewToken): ShownOnce {
  return {
    title: "Access token created",
    description: (
      <>
        Copy <bdi>{name}</bdi> now: it cannot be shown again. Expires{" "}
        <RelativeTime at={expiresAt} />.
      </>
    ),
    secret: { label: "Access token", text },
    copyLabel: "Copy token",
    more: (onTaken) => (
      <>
        <SnippetTabs
          use={{ token: text, origin: window.location.origin, name }}
          onTaken={onTaken}
        />
        <TokenRights limits={limits} holder={holder} />
      </>
    ),
  };
}
