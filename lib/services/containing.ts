/** The condition that a text has this in it, letter by letter: `%` and `_` stand for themselves. */
export const containing = (wanted: string) => ({ contains: wanted.replace(/[\\%_]/g, "\\$&") });
