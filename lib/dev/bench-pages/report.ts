import { median, say } from "../bench/print.ts";
import type { PageMeasurement } from "./measure.ts";
import type { BenchPage } from "./pages.ts";
import type { ScriptBytes } from "./scripts.ts";

const GOALS = { scriptKilobytes: 200, shift: 0.05, interactionMs: 100 };

const middle = (visits: PageMeasurement[], read: (visit: PageMeasurement) => number) =>
  median(visits.map(read));
const ms = (value: number) => (value === 0 ? "< 16 ms" : `${value.toFixed(0)} ms`);

/** Prints the medians of a page's visits; returns the missed goals. */
export function report({ label }: BenchPage, visits: PageMeasurement[]): string[] {
  const misses: string[] = [];
  const line = (what: string, value: string, missed: boolean) => {
    say(`  ${what.padEnd(36)}${value}${missed ? "  ← misses the goal" : ""}`);
    if (missed) misses.push(`${label}: ${what}, ${value}`);
  };
  const kilobytes = (part: keyof ScriptBytes) =>
    middle(visits, ({ scripts }) => scripts[part]) / 1000;
  const shift = middle(visits, (visit) => visit.shift);
  const shiftWithPopup = middle(visits, (visit) => visit.shiftWithPopup);
  say(`\n${label}`);
  const first = kilobytes("first");
  const missed = first >= GOALS.scriptKilobytes;
  line("scripts of the first load, gzipped", `${first.toFixed(1)} kB`, missed);
  line("prefetched when idle", `${kilobytes("whenIdle").toFixed(1)} kB`, false);
  line("largest contentful paint", ms(middle(visits, (visit) => visit.largestPaintMs)), false);
  line("layout shift after load", shift.toFixed(3), shift >= GOALS.shift);
  line("with the popup's", shiftWithPopup.toFixed(3), shiftWithPopup >= GOALS.shift);
  visits[0]?.interactions.forEach(({ name: what }, index) => {
    const paint = middle(visits, ({ interactions }) => interactions[index]?.paintMs ?? Number.NaN);
    const done = middle(visits, ({ interactions }) => interactions[index]?.doneMs ?? Number.NaN);
    const value = `${ms(paint)} to the next paint (done after ${ms(done)})`;
    line(what, value, paint >= GOALS.interactionMs);
  });
  return misses;
}
