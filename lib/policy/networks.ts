import { networksContain } from "../contract/networks.ts";

/** The canonical networks from which a credential may be used; null for any address. */
export type Networks = readonly string[] | null;

/** The networks of a stored token, separated by spaces. */
export const networksIn = (stored: string | null): string[] | null => stored?.split(" ") ?? null;

/** Whether `wide` allows every address that `narrow` allows: each network is within one of its own. */
export function networksWithin(narrow: Networks, wide: Networks): boolean {
  if (wide === null) return true;
  return narrow !== null && networksContain(wide, narrow);
}
