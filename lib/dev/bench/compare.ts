import autocannon from "autocannon";
import { median, say } from "./print.ts";

const ROUNDS = 3;
const ROUND_SECONDS = 3;
const CONNECTIONS = 10;

export type Target = { name: string; url: string; headers?: Record<string, string> };
type Figures = { perSecond: number; p50: number; p99: number };

async function measure(target: Target, seconds: number): Promise<Figures> {
  const result = await autocannon({
    url: target.url,
    connections: CONNECTIONS,
    duration: seconds,
    ...(target.headers ? { headers: target.headers } : {}),
  });
  if (result.non2xx > 0) throw new Error(`${target.name}: ${result.non2xx} failed requests`);
  const { p50, p99 } = result.latency;
  return { perSecond: result.requests.average, p50, p99 };
}

const row = (name: string, ...columns: string[]) =>
  say(name.padEnd(46) + columns.map((text) => text.padStart(11)).join(""));
const milliseconds = (value: number) => (value < 1 ? "<1" : value.toFixed(0));

/**
 * Measures servers alternately, so that a slow moment of the machine affects all of them, after a
 * second of warm-up each. Prints the median of the rounds.
 */
export async function compare(targets: Target[]): Promise<void> {
  const all = new Map(targets.map(({ name }) => [name, [] as Figures[]]));
  for (const target of targets) await measure(target, 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const target of targets) all.get(target.name)?.push(await measure(target, ROUND_SECONDS));
  }
  say(`${CONNECTIONS} connections, median of ${ROUNDS} rounds of ${ROUND_SECONDS} s\n`);
  row("", "requests/s", "p50 ms", "p99 ms");
  for (const [name, rounds] of all) {
    const of = (key: keyof Figures) => median(rounds.map((figures) => figures[key]));
    row(name, of("perSecond").toFixed(0), milliseconds(of("p50")), milliseconds(of("p99")));
  }
}
