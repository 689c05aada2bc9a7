import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { hashSync } from "bcryptjs";

/** The salt: the first 29 characters of a stored hash, or the cost of a new one. */
export type HashRequest = { text: string; salt: string | number };
export type HashReply = { hash: string };

/** The first message: the thread's nice value relative to the main thread, 0 to 19. */
export type WorkerStart = { niceness: number };

parentPort?.on("message", (message: HashRequest | WorkerStart) => {
  if ("niceness" in message) return lowerPriority(message.niceness);
  const reply: HashReply = { hash: hashSync(message.text, message.salt) };
  parentPort?.postMessage(reply);
});

/** On Linux each thread has its own priority; elsewhere this would slow the whole process. */
function lowerPriority(niceness: number): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(niceness);
  } catch {
    // A container may forbid it: all threads then have the same priority.
  }
}
