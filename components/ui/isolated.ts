/** Right-to-left letters, and direction controls in older names. */
const TURNS =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]|\p{Bidi_Control}/u;

/**
 * A name for a plain string, where no `<bdi>` is possible: isolated, so that its direction does not
 * affect the words around it (U+2068 … U+2069).
 */
export const isolated = (name: string): string => (TURNS.test(name) ? `\u2068${name}\u2069` : name);
