import { DAY_MS } from "#lib/contract/durations.ts";
import { TOKEN_DAYS } from "#lib/contract/token-limits.ts";
import type { TokenView } from "#lib/contract/views.ts";
import type { AllTokenFields } from "./token-fields.ts";

/**
 * Initial values of the form that rotates a token: its name, its scopes and networks, and its lifetime
 * in whole days up to the account's maximum.
 */
export function rotationDefaults(
  {
    name,
    createdAt,
    expiresAt,
    scopes,
    allowedNetworks,
  }: Pick<TokenView, "name" | "createdAt" | "expiresAt" | "scopes" | "allowedNetworks">,
  maxDays: number,
): AllTokenFields {
  const days = Math.round((expiresAt.getTime() - createdAt.getTime()) / DAY_MS);
  const expires_in = Math.min(Math.max(days, TOKEN_DAYS.min), maxDays);
  return {
    ...{ name, expires_in },
    ...(scopes === null ? {} : { scopes }),
    ...(allowedNetworks === null ? {} : { allowed_networks: allowedNetworks }),
  };
}
