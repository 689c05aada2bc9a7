const format = new Intl.NumberFormat("en");

/** "1,204". */
export const numberText = (value: number): string => format.format(value);

/** The word for one, or the word for any other number of them: that one with an s, if not given. */
export const wordFor = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? one : many;

/** "1 call", "1,204 calls". */
export const counted = (count: number, one: string, many?: string): string =>
  `${numberText(count)} ${wordFor(count, one, many)}`;
