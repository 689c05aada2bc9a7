import { readFileSync } from "node:fs";

/** Linux counts in hundredths of a second for programs, at any frequency of its timer. */
const TICKS_PER_SECOND = 100;

/** CPU seconds of a process with all its threads so far; NaN except on Linux. */
export function cpuSecondsOf(pid: number): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return Number.NaN;
  }
  // The name in parentheses may contain blanks. The times are the fields 14 and 15 (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
