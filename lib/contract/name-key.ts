/** Within what an index of PostgreSQL takes in an entry, and as long as a name may be. */
const KEY_MAX = 255;

function cut(text: string): string {
  const beginning = text.slice(0, KEY_MAX);
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}

/**
 * A text as it is searched and ordered, the same on every database: compatible forms as one (full
 * width, ligatures), without case in any language (`ß` is `ss`, every i is one), trimmed and
 * without what cannot be seen. A new rule needs the next number of `KEY_RULE`.
 */
export const nameKeyOf = (name: string): string =>
  cut(
    name
      .normalize("NFKC")
      .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
      // The dotted capital I has a dot of its own in lower case, which nobody searches for.
      .replace(/İ|i\u0307/giu, "i")
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll("ς", "σ")
      .normalize("NFKC")
      .replace(/\s+/g, " ")
      .trim(),
  );

/** Of which rule the stored keys are; older ones are written again (lib/services/keys). */
export const KEY_RULE = 1;
