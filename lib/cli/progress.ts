import { Presets, SingleBar } from "cli-progress";

/** The number of lines of all work without a terminal. */
const STEPS = 20;

/** Shows the progress on stderr: a bar in a terminal, elsewhere a line every 5 %. */
export async function withProgress<T>(
  name: string,
  total: number,
  work: (done: (count: number) => void) => Promise<T>,
): Promise<T> {
  if (!process.stderr.isTTY) return work(lines(name, total));
  const format = `${name.padEnd(28)} {bar} {value}/{total}  {duration_formatted}`;
  const bar = new SingleBar({ format, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0);
  try {
    return await work((count) => bar.increment(count));
  } finally {
    bar.stop();
  }
}

function lines(name: string, total: number): (count: number) => void {
  let value = 0;
  let shown = 0;
  process.stderr.write(`${name}: 0 of ${total}\n`);
  return (count) => {
    value += count;
    const steps = Math.floor((value * STEPS) / Math.max(total, 1));
    if (steps <= shown) return;
    shown = steps;
    process.stderr.write(`${name}: ${value} of ${total} (${(steps * 100) / STEPS} %)\n`);
  };
}
