import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../bench/print.ts";
import type { Client } from "./client.ts";
import type { ScaleRequest } from "./lists.ts";

/** Two sizes of a database, each with its list of the same requests. */
export type Side = { client: Client; requests: ScaleRequest[] };

const WARM_UP = 10;
const LIMIT = 2;
const ABORTED_MS = 250;

type Times = number[];

/**
 * Sends each request to both servers alternately, so that a slow moment of the machine affects
 * both, and prints the times. Returns the names of those that exceed twice the time.
 */
export async function compareSizes(small: Side, large: Side): Promise<string[]> {
  printLine("", ["p50", "p99", "p50", "p99", "p50", "p99"]);
  const slow: string[] = [];
  for (const [index, request] of small.requests.entries()) {
    const other = large.requests[index];
    if (other?.name !== request.name) throw new Error(`${request.name} has no counterpart`);
    const times = { small: [] as Times, large: [] as Times };
    // Each turn is sent once, so there is none for a warm-up.
    for (let round = request.turns ? 0 : -WARM_UP; round < request.samples; round += 1) {
      const both = [
        await timeOf(small.client, request, round),
        await timeOf(large.client, other, round),
      ];
      if (round < 0) continue;
      times.small.push(both[0] ?? Number.NaN);
      times.large.push(both[1] ?? Number.NaN);
    }
    const [a, b] = [figuresOf(times.small), figuresOf(times.large)];
    const exceeds = b.p50 / a.p50 > LIMIT;
    if (exceeds) slow.push(request.name);
    const cells = [a.p50, a.p99, b.p50, b.p99].map((time) => time.toFixed(1));
    const ratios = [`${(b.p50 / a.p50).toFixed(2)}×`, `${(b.p99 / a.p99).toFixed(2)}×`];
    printLine(request.name, [...cells, ...ratios], exceeds ? `exceeds ${LIMIT}×` : "");
  }
  return slow;
}

function printLine(name: string, cells: string[], note = ""): void {
  const columns = cells.map((cell) => cell.padStart(8)).join("");
  say(`${name.padEnd(58)}${columns}  ${note}`.trimEnd());
}

async function timeOf(
  client: Client,
  { name, call, turns }: ScaleRequest,
  round = 0,
): Promise<number> {
  const { status, milliseconds, body } = await client.call(turns?.[round] ?? call);
  // The server reads one more page of an export that was aborted.
  if (call.firstBytes) await sleep(ABORTED_MS);
  if (status !== 200) throw new Error(`${name} returned ${status}: ${body}`);
  return milliseconds;
}

/** The median and the 99th percentile. */
function figuresOf(times: Times): { p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/**
 * Prints the times of complete lists. They grow with the length, so ratios are not checked. Small
 * requests are sent in parallel: the longest shows how long the server is blocked.
 */
export async function printWholeLists(
  sides: { name: string; client: Client }[],
  requests: ScaleRequest[],
): Promise<void> {
  for (const { name, client } of sides) {
    const beside = client.another();
    for (const request of requests) {
      const times: Times = [];
      const waits: Times = [];
      for (let round = 0; round < request.samples; round += 1) {
        let done = false;
        const whole = timeOf(client, request).finally(() => {
          done = true;
        });
        while (!done) waits.push((await beside.call({ path: "/api/health" })).milliseconds);
        times.push(await whole);
      }
      const rows = (await client.read(request.call)).length;
      const { p50 } = figuresOf(times);
      const wait = Math.max(...waits).toFixed(1);
      say(
        `${`${request.name} (${name})`.padEnd(58)}${p50.toFixed(1).padStart(8)} ms, ${rows} rows; others waited ${wait} ms at most`,
      );
    }
    beside.close();
  }
}
