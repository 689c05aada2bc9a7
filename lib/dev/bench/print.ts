export const say = (line: string) => process.stdout.write(`${line}\n`);

export const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
