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

/** So that a name made of signs alone cannot fill the table. */
const PARTS_MAX = 32;
const PART_LENGTH_MAX = 64;

/** The beginning of a text, never ending in half a sign. */
function cut(text: string): string {
  const beginning = text.slice(0, PART_LENGTH_MAX);
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}

/** The texts that a search may begin to find the token; migrations make the same. */
export function termsOf({ nameKey, publicId }: Omit<Named, "id">): string[] {
  const parts = new Set([publicId.toLowerCase()]);
  let before = "";
  let at = 0;
  for (const sign of nameKey) {
    if (parts.size > PARTS_MAX) break;
    if (!continues(before, sign)) parts.add(cut(nameKey.slice(at)));
    before = sign;
    at += sign.length;
  }
  return [...parts];
}

/** Makes new tokens findable; whoever writes a token writes these in the same transaction. */
export async function insertTerms(tx: Tx, tokens: Named[]): Promise<void> {
  await tx.tokenPart.createMany({
    data: tokens.flatMap((token) => termsOf(token).map((part) => ({ tokenId: token.id, part }))),
  });
}

const LAST_SIGN = "\u{10ffff}";

/**
 * The condition that a part begins with this. A public id is a part without its prefix, so that
 * it is found with and without, in one range of the index.
 */
export function termBeginning(searched: string) {
  const text = cut(searched.replace(/^nbp_(?=.)/, ""));
  return { part: { gte: text, lt: text + LAST_SIGN } };
}
