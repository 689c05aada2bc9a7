import { monitorEventLoopDelay } from "node:perf_hooks";
import { closeBcryptPool, hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { verifySecret } from "#lib/crypto/verification-cache.ts";
import { median, say } from "./print.ts";

const COST = 5;
const COUNT = 20;
const TURN = { lane: "token", flow: ["bench"] } as const;

/**
 * Measures the first request with a token: one alone, and 20 in parallel. Runs the server's code
 * in this process, so that the delay of the event loop can be measured.
 */
export async function measureFirstVerifications(): Promise<void> {
  const tokens: { text: string; hash: string }[] = [];
  while (tokens.length < COUNT * 2) {
    const { text } = newTokenText("nbp_");
    tokens.push({ text, hash: await hashSecret(text, COST, TURN) });
  }
  const times: number[] = [];
  for (const { text, hash } of tokens.slice(0, COUNT)) {
    const begun = performance.now();
    await verifySecret(text, hash, TURN);
    times.push(performance.now() - begun);
  }
  say(`first verification, cost ${COST}: ${median(times).toFixed(0)} ms (median of ${COUNT})`);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  await Promise.all(tokens.slice(COUNT).map(({ text, hash }) => verifySecret(text, hash, TURN)));
  const total = performance.now() - begun;
  delay.disable();
  const p99 = (delay.percentile(99) / 1e6).toFixed(1);
  say(`${COUNT} in parallel: ${total.toFixed(0)} ms in all, event-loop delay p99 ${p99} ms`);
  await closeBcryptPool();
}
