import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { hashSync } from "bcryptjs";

/** A salt is the first 29 characters of a stored hash, or the cost of a fresh one. */
export type HashRequest = { text: string; salt: string | number };
export type HashReply = { hash: string };

/** Sent first: how far below the main thread's the thread's own priority is, 0 to 19. */
export type WorkerStart = { niceness: number };

parentPort?.on("message", (message: HashRequest | WorkerStart) => {
  if ("niceness" in message) return lowerPriority(message.niceness);
  const reply: HashReply = { hash: hashSync(message.text, message.salt) };
  parentPort?.postMessage(reply);
});

/** On Linux a thread has a priority of its own; elsewhere this would slow the whole process. */
function lowerPriority(niceness: number): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(niceness);
  } catch {
    // A container may forbid it: the threads then only compete on equal terms.
  }
}
