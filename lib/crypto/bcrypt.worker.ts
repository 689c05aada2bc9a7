import { parentPort } from "node:worker_threads";
import { hashSync } from "bcryptjs";

/** A salt is the first 29 characters of a stored hash, or the cost of a fresh one. */
export type HashRequest = { text: string; salt: string | number };
export type HashReply = { hash: string; milliseconds: number };

parentPort?.on("message", ({ text, salt }: HashRequest) => {
  const started = performance.now();
  const hash = hashSync(text, salt);
  const reply: HashReply = { hash, milliseconds: performance.now() - started };
  parentPort?.postMessage(reply);
});
