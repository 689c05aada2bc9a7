import { serviceIn } from "#lib/contract/protected-services.ts";
import type { Tx } from "#lib/db/database.ts";
import { alternativesTo } from "#lib/policy/scopes.ts";
import { containing } from "../containing.ts";

/**
 * The condition that a token has these scopes, or has none and so its owner's whole role, which a
 * protected service is no part of.
 */
export const tokensCovering = (scope: string): object => ({
  OR: [
    ...(serviceIn(scope) === undefined ? [{ scopes: null }] : []),
    { AND: alternativesTo(scope).map((scopes) => ({ OR: scopes.flatMap(named) })) },
  ],
});

/** Number of the account's tokens with the scope of a protected service, also expired ones. */
export const countTokensNaming = (tx: Tx, accountId: string, service: string): Promise<number> =>
  tx.token.count({ where: { user: { accountId }, ...tokensCovering(service) } });

/** Alternative conditions for a word of the stored scopes, which spaces separate. */
const named = (scope: string): object[] => [
  { scopes: scope },
  { scopes: { startsWith: containing(`${scope} `).contains } },
  { scopes: { endsWith: containing(` ${scope}`).contains } },
  { scopes: containing(` ${scope} `) },
];

/** The condition that a token has scopes or networks, or that it has neither. */
export const tokensRestricted = (restricted: boolean): object =>
  restricted
    ? { OR: [{ scopes: { not: null } }, { allowedNetworks: { not: null } }] }
    : { scopes: null, allowedNetworks: null };
