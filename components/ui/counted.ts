const format = new Intl.NumberFormat("en");

/** "1,204". */
export const numberText = (value: number): string => format.format(value);

/** The singular or plural form; the plural defaults to the singular with an s. */
export const wordFor = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? one : many;

/** "1 call", "1,204 calls". */
export const counted = (count: number, one: string, many?: string): string =>
  `${numberText(count)} ${wordFor(count, one, many)}`;
