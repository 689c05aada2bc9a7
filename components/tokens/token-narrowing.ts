import { canonicalNetwork, sortedNetworks } from "#lib/contract/networks.ts";
import type { OperationBody } from "#lib/contract/operations.ts";
import type { TokenView } from "#lib/contract/views.ts";
import type { Networks } from "#lib/policy/networks.ts";
import { type Loss, lossesOf } from "#lib/policy/scope-diff.ts";
import { type Scopes, storedScopes } from "#lib/policy/scopes.ts";
import type { Holder } from "#lib/policy/token-rights.ts";

type Token = Pick<TokenView, "scopes" | "allowedNetworks">;
type Chosen = { scopes: Scopes; networks: Networks };

const canonical = (networks: readonly string[]) =>
  sortedNetworks(networks.map(canonicalNetwork).filter((one) => typeof one === "string"));

const areSame = (some: Networks, others: Networks) =>
  String(canonical(some ?? [])) === String(canonical(others ?? []));

/** The chosen limits of a token that differ from its present ones; undefined if none does. */
export function narrowingOf(
  { scopes, allowedNetworks }: Token,
  chosen: Chosen,
): OperationBody<"tokens.narrow"> | undefined {
  const fewer = storedScopes(chosen.scopes) === storedScopes(scopes) ? null : chosen.scopes;
  const networks = areSame(chosen.networks, allowedNetworks) ? null : chosen.networks;
  if (fewer === null && networks === null) return undefined;
  return {
    ...(fewer && { scopes: [...fewer] }),
    ...(networks && { allowed_networks: [...networks] }),
  };
}

/** What the token loses with the chosen limits. */
export function lossesWith(token: Token, chosen: Chosen, holder: Holder): Loss[] {
  const words = (networks: Networks) => networks?.join(", ") ?? "any address";
  const ofScopes = lossesOf(token.scopes, chosen.scopes, holder);
  if (areSame(chosen.networks, token.allowedNetworks)) return ofScopes;
  const networks = { before: words(token.allowedNetworks), after: words(chosen.networks) };
  return [...ofScopes, { name: "Networks", ...networks }];
}
