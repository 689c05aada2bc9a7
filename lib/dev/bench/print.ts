export const say = (line: string) => process.stdout.write(`${line}\n`);

/** The value below which this share of the values is. */
export const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

export const median = (values: readonly number[]) => percentile(values, 0.5);
