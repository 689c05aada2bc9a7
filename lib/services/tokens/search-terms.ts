import type { Tx } from "#lib/db/database.ts";
import { text } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";

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

/** A name from each of its words on. */
export function wordsOf(nameKey: string): string[] {
  const parts = new Set<string>();
  let before = "";
  let at = 0;
  for (const sign of nameKey) {
    if (parts.size === PARTS_MAX) break;
    if (!continues(before, sign)) parts.add(cut(nameKey.slice(at)));
    before = sign;
    at += sign.length;
  }
  return [...parts];
}

/** The terms of a token; a search finds it by any prefix of one. Migrations compute the same. */
export const termsOf = ({ nameKey, publicId }: Omit<Named, "id">): string[] => [
  ...new Set([publicId.toLowerCase(), ...wordsOf(nameKey)]),
];

export const termInsert = preparedInsert("TokenPart", { tokenId: text, part: text });

/** Stores the terms of new tokens, in the transaction that stores the tokens. */
export async function insertTerms(tx: Tx, tokens: Named[]): Promise<void> {
  const rows = tokens.flatMap((token) =>
    termsOf(token).map((part) => ({ tokenId: token.id, part })),
  );
  await tx.insert(termInsert, rows);
}

/** Stores the terms of further secrets of tokens. */
export async function insertPublicIds(
  tx: Tx,
  secrets: { tokenId: string; publicId: string }[],
): Promise<void> {
  await tx.insert(
    termInsert,
    secrets.map(({ tokenId, publicId }) => ({ tokenId, part: publicId.toLowerCase() })),
  );
}

const LAST_SIGN = "\u{10ffff}";

/** The range of the terms that begin with this string. */
export function termRange(searched: string): { gte: string; lt: string } {
  const text = cut(searched);
  return { gte: text, lt: text + LAST_SIGN };
}

/**
 * The condition that a term begins with this string. A public ID is stored without its prefix, so
 * that it is found with and without it in one range of the index.
 */
export const termBeginning = (searched: string) => ({
  part: termRange(searched.replace(/^nbp_(?=.)/, "")),
});
