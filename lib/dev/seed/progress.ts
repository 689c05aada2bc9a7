import { Presets, SingleBar } from "cli-progress";

/** Shows the progress: a bar in a terminal, a line elsewhere. */
export async function withProgress<T>(
  name: string,
  total: number,
  work: (done: (count: number) => void) => Promise<T>,
): Promise<T> {
  if (!process.stderr.isTTY) {
    process.stderr.write(`${name}: ${total}\n`);
    return work(() => {});
  }
  const format = `${name.padEnd(28)} {bar} {value}/{total}  {duration_formatted}`;
  const bar = new SingleBar({ format, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0);
  try {
    return await work((count) => bar.increment(count));
  } finally {
    bar.stop();
  }
}
