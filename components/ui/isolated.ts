/** Letters that are written from right to left, and what changes the direction in names from before. */
const TURNS =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]|\p{Bidi_Control}/u;

/**
 * A name for a sentence that is a plain string, where no `<bdi>` can be: the words around it stay
 * where they are, whatever its direction (U+2068 … U+2069).
 */
export const isolated = (name: string): string => (TURNS.test(name) ? `\u2068${name}\u2069` : name);
