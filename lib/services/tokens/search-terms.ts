import type { Tx } from "#lib/db/database.ts";

type Named = { id: string; nameKey: string; publicId: string };

/**
 * Letters of scripts that separate words, as ranges of code points. Other characters except digits
 * begin a term each: signs, and letters of scripts without spaces.
 */
const LETTER = /^[a-z\u0080-\u0dff]$/;
const DIGIT = /^[0-9]$/;

const continues = (before: string, sign: string) =>
  [LETTER, DIGIT].some((kind) => kind.test(before) && kind.test(sign));

/** Limits the rows of a name that consists of signs. */
const PARTS_MAX = 32;
const PART_LENGTH_MAX = 64;

/** The start of a string, without cutting a sign in half. */
function cut(text: string): string {
  const beginning = text.slice(0, PART_LENGTH_MAX);
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}

/** The terms of a token; a search finds it by any prefix of one. Migrations compute the same. */
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

/** Stores the terms of new tokens, in the transaction that stores the tokens. */
export async function insertTerms(tx: Tx, tokens: Named[]): Promise<void> {
  await tx.tokenPart.createMany({
    data: tokens.flatMap((token) => termsOf(token).map((part) => ({ tokenId: token.id, part }))),
  });
}

const LAST_SIGN = "\u{10ffff}";

/**
 * The condition that a term begins with this string. A public ID is stored without its prefix, so
 * that it is found with and without it in one range of the index.
 */
export function termBeginning(searched: string) {
  const text = cut(searched.replace(/^nbp_(?=.)/, ""));
  return { part: { gte: text, lt: text + LAST_SIGN } };
}
