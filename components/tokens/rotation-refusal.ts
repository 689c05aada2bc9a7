import type { TokenView } from "#lib/contract/views.ts";

/** Why a token cannot be rotated: it expired, or the reader may not create it; undefined if it can. */
export const rotationRefusal = (
  { expiresAt }: Pick<TokenView, "expiresAt">,
  createRefusal: string | undefined,
  now: number,
): string | undefined =>
  createRefusal ??
  (expiresAt.getTime() <= now ? "It has expired: create another token." : undefined);
