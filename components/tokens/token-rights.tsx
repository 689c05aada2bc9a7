import type { Networks } from "#lib/policy/networks.ts";
import type { Scopes } from "#lib/policy/scopes.ts";
import { RightsTable } from "./rights-table.tsx";
import { ScopeSentence } from "./scope-sentence.tsx";
import type { TokenHolder } from "./token-owner.ts";

type TokenRightsProps = {
  limits: { scopes: Scopes; allowedNetworks: Networks };
  holder: TokenHolder;
};

/**
 * What a token may do and from where: in words and, if it has scopes, in comparison with its owner's
 * role.
 */
export function TokenRights({ limits, holder }: TokenRightsProps) {
  const { scopes, allowedNetworks } = limits;
  return (
    <section aria-label="Rights" className="grid gap-2">
      <ScopeSentence scopes={scopes} holder={holder} />
      {allowedNetworks && (
        <p className="wrap-anywhere" data-testid="token-networks">
          Only from <span className="font-mono text-xs">{allowedNetworks.join(", ")}</span>.
        </p>
      )}
      {scopes !== null && (
        <details>
          <summary className="py-1 text-quiet text-xs">Compare with the role</summary>
          <RightsTable scopes={scopes} holder={holder} />
        </details>
      )}
    </section>
  );
}
