/** A name as it is searched and ordered, the same on every database: in lower case, composed. */
export const nameKeyOf = (name: string): string => name.normalize("NFC").toLowerCase();

/** The condition that a text has this in it, letter by letter: `%` and `_` stand for themselves. */
export const containing = (wanted: string) => ({ contains: wanted.replace(/[\\%_]/g, "\\$&") });
