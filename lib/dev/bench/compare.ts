import autocannon from "autocannon";
import { cpuSecondsOf } from "./cpu.ts";
import { median, say } from "./print.ts";

const CONNECTIONS = 16;

/** A request to a server. `bare` is the server that others are compared with. */
export type Target = {
  name: string;
  url: string;
  pid: number;
  headers?: Record<string, string>;
};
/** `cpuMs` is the server's CPU time of a request in milliseconds. */
export type Figures = { perSecond: number; cpuMs: number; p50: number; p99: number };

const WARM_UP_SECONDS = 2;

type Rounds = { count: number; seconds: number };

/**
 * Keeps this process polling until the result is called. A client that sleeps between responses is
 * woken by each write of the server, in the server's time; that of the bare server never sleeps.
 */
function keepPolling(): () => void {
  let next = setImmediate(poll);
  function poll() {
    next = setImmediate(poll);
  }
  return () => clearImmediate(next);
}

async function measure(target: Target, seconds: number): Promise<Figures> {
  const stopPolling = keepPolling();
  const begun = cpuSecondsOf(target.pid);
  const result = await autocannon({
    url: target.url,
    connections: CONNECTIONS,
    duration: seconds,
    ...(target.headers ? { headers: target.headers } : {}),
  });
  stopPolling();
  const cpuMs = (1000 * (cpuSecondsOf(target.pid) - begun)) / result.requests.total;
  if (result.non2xx > 0) throw new Error(`${target.name}: ${result.non2xx} failed requests`);
  const { p50, p99 } = result.latency;
  return { perSecond: result.requests.average, cpuMs, p50, p99 };
}

/**
 * Measures targets alternately, so that a slow moment of the machine affects all of them, after a
 * warm-up each. Returns the medians of the rounds by name.
 */
export async function compare(
  targets: readonly Target[],
  { count, seconds }: Rounds,
): Promise<Map<string, Figures>> {
  const all = new Map(targets.map(({ name }) => [name, [] as Figures[]]));
  for (const target of targets) await measure(target, WARM_UP_SECONDS);
  for (let round = 0; round < count; round += 1) {
    for (const target of targets) all.get(target.name)?.push(await measure(target, seconds));
  }
  return new Map([...all].map(([name, rounds]) => [name, medians(rounds)]));
}

function medians(rounds: readonly Figures[]): Figures {
  const of = (key: keyof Figures) => median(rounds.map((figures) => figures[key]));
  return { perSecond: of("perSecond"), cpuMs: of("cpuMs"), p50: of("p50"), p99: of("p99") };
}

const row = (name: string, ...columns: string[]) =>
  say(name.padEnd(52) + columns.map((text) => text.padStart(12)).join(""));
const milliseconds = (value: number) => (value < 1 ? "<1" : value.toFixed(0));

/** The share of the bare server's CPU in that of a request: 1 is as fast as the bare server. */
export const ratioTo = (bare: Figures, { cpuMs }: Figures): number => bare.cpuMs / cpuMs;

/** Prints the figures with their ratios to those of the bare server. */
export function printFigures(all: ReadonlyMap<string, Figures>, bare: Figures): void {
  say(`${CONNECTIONS} connections; ratios to the bare server, 1 is as fast\n`);
  row("", "requests/s", "ratio", "CPU ms", "CPU ratio", "p50 ms", "p99 ms");
  for (const [name, figures] of all) {
    const { perSecond, cpuMs, p50, p99 } = figures;
    row(
      name,
      perSecond.toFixed(0),
      (perSecond / bare.perSecond).toFixed(2),
      cpuMs.toFixed(3),
      ratioTo(bare, figures).toFixed(2),
      milliseconds(p50),
      milliseconds(p99),
    );
  }
}
