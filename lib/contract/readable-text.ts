/*
 * Which characters a name may hold, and which text can be seen, by Unicode's own properties.
 *
 * The marks U+200E, U+200F and U+061C stay allowed: Hebrew and Arabic need them beside digits and
 * signs, and they turn nothing but their neighbours. Joiners stay for Persian, Indic and emoji.
 */

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Overrides, embeddings and isolates: they reorder the text that follows the name as well. */
const REORDERING = /(?![\u200e\u200f\u061c])\p{Bidi_Control}/u;
/** U+2800 is a Braille pattern without a dot: a symbol to Unicode, a blank to the eye. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{M}\p{C}\u2800]/u;

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** Why a text of one line must not hold what it holds, as the end of a sentence, else undefined. */
export function lineError(text: string): string | undefined {
  const control = CONTROL.exec(text)?.[0];
  if (control !== undefined) return `can't contain the control character ${codeOf(control)}`;
  const reordering = REORDERING.exec(text)?.[0];
  if (reordering === undefined) return undefined;
  return `can't contain ${codeOf(reordering)}, which changes the direction of the text around it`;
}

/** The same for a name, which also needs something to see; the empty one is left to the caller. */
export function nameError(name: string): string | undefined {
  if (name === "") return undefined;
  if (name.trim() === "") return "can't be blank";
  return lineError(name) ?? (VISIBLE.test(name) ? undefined : "needs a visible character");
}

const UNSAFE = new RegExp(`${CONTROL.source}|${REORDERING.source}`, "gu");

/** A text from outside as one line that a terminal and a page show as it is: `�` for the rest. */
export const safeLine = (text: string): string => text.toWellFormed().replace(UNSAFE, "\ufffd");
