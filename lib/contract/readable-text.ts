/*
 * Allowed and visible characters of names, by Unicode properties.
 *
 * The marks U+200E, U+200F and U+061C are allowed: Hebrew and Arabic need them next to digits and
 * signs, and they affect only their neighbours. Joiners are for Persian, Indic scripts and emoji.
 */

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Overrides, embeddings and isolates: they also reorder the text after the name. */
const REORDERING = /(?![\u200e\u200f\u061c])\p{Bidi_Control}/u;
/** U+2800 is a Braille pattern without dots: a symbol in Unicode, but it looks blank. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{M}\p{C}\u2800]/u;

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** The reason to refuse a single-line string, as the end of a sentence, else undefined. */
export function lineError(text: string): string | undefined {
  const control = CONTROL.exec(text)?.[0];
  if (control !== undefined) return `can't contain the control character ${codeOf(control)}`;
  const reordering = REORDERING.exec(text)?.[0];
  if (reordering === undefined) return undefined;
  return `can't contain ${codeOf(reordering)}, which changes the direction of the text around it`;
}

/** The same for a name, which needs a visible character; the caller checks for the empty name. */
export function nameError(name: string): string | undefined {
  if (name === "") return undefined;
  if (name.trim() === "") return "can't be blank";
  return lineError(name) ?? (VISIBLE.test(name) ? undefined : "needs a visible character");
}

const UNSAFE = new RegExp(`${CONTROL.source}|${REORDERING.source}`, "gu");

/** Untrusted text as one line that is safe to print and show: `�` for unsafe characters. */
export const safeLine = (text: string): string => text.toWellFormed().replace(UNSAFE, "\ufffd");
