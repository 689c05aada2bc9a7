import { isUpstreamFailure, UpstreamFailure } from "./upstream-failure.ts";

/** After so many failures in a row, requests are refused for a while without being sent. */
const FAILURES_IN_A_ROW = 5;
const PAUSE_MS = 5000;

/** Limits how many requests wait for NetBird, and spares a server that does not answer. */
export class Gate {
  readonly #most: number;
  readonly #now: () => number;
  #running = 0;
  #failures = 0;
  #pausedUntil = 0;

  /** `most` requests may run or wait. `now` in milliseconds. */
  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#now = now;
  }

  /**
   * Runs a request. Throws "busy" or "down" without sending it. Only failures of the connection
   * count: an answer with an error is a sign of life, and a client that leaves is none of either.
   */
  async run<T>(send: () => Promise<T>, { evenPaused = false } = {}): Promise<T> {
    if (this.#running >= this.#most) {
      throw new UpstreamFailure("busy", "too many requests are waiting for NetBird");
    }
    if (!evenPaused && this.#now() < this.#pausedUntil) {
      throw new UpstreamFailure("down", "NetBird does not answer at the moment");
    }
    this.#running += 1;
    try {
      const result = await send();
      this.#failures = 0;
      this.#pausedUntil = 0;
      return result;
    } catch (error) {
      this.#note(error);
      throw error;
    } finally {
      this.#running -= 1;
    }
  }

  #note(error: unknown): void {
    const kind = isUpstreamFailure(error) ? error.kind : undefined;
    if (kind === "aborted") return;
    if (kind !== "unreachable" && kind !== "timeout") {
      this.#failures = 0;
      return;
    }
    this.#failures += 1;
    if (this.#failures >= FAILURES_IN_A_ROW) this.#pausedUntil = this.#now() + PAUSE_MS;
  }
}
