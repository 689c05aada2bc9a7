import fc from "fast-check";

/* Random values of columns. */

/** Any text that is stored; the schemas refuse NUL and lone surrogates. */
export const text = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .map((value) => value.replaceAll("\0", "").toWellFormed());

/** Every time that both databases store. */
export const time = fc.date({
  min: new Date("1970-01-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});
