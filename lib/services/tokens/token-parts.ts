import type { Tx } from "#lib/db/database.ts";

type Named = { id: string; nameKey: string; publicId: string };

/**
 * Letters of scripts that set words apart, as ranges of code points. What is neither one of these
 * nor a digit begins a part by itself: signs, and letters of scripts that write without spaces.
 */
const LETTER = /^[a-z\u0080-\u0dff]$/;
const DIGIT = /^[0-9]$/;

const continues = (before: string, sign: string) =>
  [LETTER, DIGIT].some((kind) => kind.test(before) && kind.test(sign));

/** The texts that a search may begin to find the token; migrations make the same. */
export function partsOf({ nameKey, publicId }: Omit<Named, "id">): string[] {
  const parts = new Set([`nbp_${publicId.toLowerCase()}`]);
  let before = "";
  let at = 0;
  for (const sign of nameKey) {
    if (!continues(before, sign)) parts.add(nameKey.slice(at));
    before = sign;
    at += sign.length;
  }
  return [...parts];
}

/** Makes new tokens findable; whoever writes a token writes these in the same transaction. */
export async function insertParts(tx: Tx, tokens: Named[]): Promise<void> {
  await tx.tokenPart.createMany({
    data: tokens.flatMap((token) => partsOf(token).map((part) => ({ tokenId: token.id, part }))),
  });
}

const LAST_SIGN = "\u{10ffff}";
const beginning = (text: string) => ({ part: { gte: text, lt: text + LAST_SIGN } });

/** The condition that a part begins with this, or the public id without its prefix does. */
export function partBeginning(searched: string) {
  if (!/^[0-9a-z]{1,10}$/.test(searched)) return beginning(searched);
  return { OR: [beginning(searched), beginning(`nbp_${searched}`)] };
}
