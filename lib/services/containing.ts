/** The condition that a column contains this string; `%` and `_` are no wildcards. */
export const containing = (wanted: string) => ({ contains: wanted.replace(/[\\%_]/g, "\\$&") });
