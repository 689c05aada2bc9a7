/** At most the length of a name, and within the size of an index entry in PostgreSQL. */
const KEY_MAX = 255;

function cut(text: string): string {
  const beginning = text.slice(0, KEY_MAX);
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}

/**
 * The form in which a name is searched and ordered, the same on every database: compatibility
 * forms unified (full width, ligatures), case folded in any language (`ß` is `ss`, every i is one),
 * trimmed and without invisible characters. A new rule needs the next number of `KEY_RULE`.
 */
export const nameKeyOf = (name: string): string =>
  cut(
    name
      .normalize("NFKC")
      .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
      // In lower case, the dotted capital I has a combining dot, which no search contains.
      .replace(/İ|i\u0307/giu, "i")
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll("ς", "σ")
      .normalize("NFKC")
      .replace(/\s+/g, " ")
      .trim(),
  );

/** The rule of the stored keys and terms; those of older rules are rewritten (lib/services/keys). */
export const KEY_RULE = 2;
