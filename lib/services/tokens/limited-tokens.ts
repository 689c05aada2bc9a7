import { alternativesTo } from "#lib/policy/scopes.ts";
import { containing } from "../containing.ts";

/** The condition that a token has these scopes, or has none and so its owner's whole role. */
export const tokensCovering = (scope: string): object => ({
  OR: [
    { scopes: null },
    { AND: alternativesTo(scope).map((scopes) => ({ OR: scopes.flatMap(named) })) },
  ],
});

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
