import type { Scopes } from "#lib/policy/scopes.ts";
import { RightsTable } from "./rights-table.tsx";
import { ScopeSentence } from "./scope-sentence.tsx";
import type { TokenHolder } from "./token-owner.ts";

type TokenRightsProps = { scopes: Scopes; holder: TokenHolder };

/** What a token may do: a sentence and, if it has scopes, the comparison with its owner's role. */
export function TokenRights({ scopes, holder }: TokenRightsProps) {
  return (
    <section aria-label="Rights" className="grid gap-2">
      <ScopeSentence scopes={scopes} holder={holder} />
      {scopes !== null && (
        <details>
          <summary className="py-1 text-quiet text-xs">Compare with the role</summary>
          <RightsTable scopes={scopes} holder={holder} />
        </details>
      )}
    </section>
  );
}
