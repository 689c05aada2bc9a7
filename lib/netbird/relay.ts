import type { Writable } from "node:stream";
import type { Flow } from "./exchange.ts";
import { Pace } from "./pace.ts";
import { UpstreamFailure } from "./upstream-failure.ts";

/** Bytes that may come before anyone takes them. */
const AHEAD_MAX_BYTES = 64 * 1024;

type Taker = {
  /** Whether more may come. */
  write(chunk: Buffer): boolean;
  end(): void;
  fail(failure: UpstreamFailure): void;
};

/** The body of an answer on its way: taken once, by `pipe` or `text`, or given up by `cancel`. */
export class Relay {
  readonly #flow: Flow;
  #ahead: Buffer[] = [];
  #aheadBytes = 0;
  #taker: Taker | undefined;
  #outcome: "running" | "ended" | UpstreamFailure = "running";
  readonly #ended = Promise.withResolvers<void>();

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  /** Fulfilled once nothing more comes from NetBird, for whatever reason. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** From the connection. */
  data(chunk: Buffer): void {
    if (this.#taker) {
      if (!this.#taker.write(chunk)) this.#flow.pause();
      return;
    }
    this.#ahead.push(chunk);
    this.#aheadBytes += chunk.byteLength;
    if (this.#aheadBytes >= AHEAD_MAX_BYTES) this.#flow.pause();
  }

  /** From the connection: everything has come. */
  end(): void {
    this.#outcome = "ended";
    this.#ended.resolve();
    this.#taker?.end();
  }

  /** From the connection: the rest will not come. */
  fail(failure: UpstreamFailure): void {
    this.#outcome = failure;
    this.#ended.resolve();
    this.#taker?.fail(failure);
  }

  /** Ends the request: its answer is not needed. */
  cancel(): void {
    if (this.#outcome !== "running") return;
    this.#flow.abort(new UpstreamFailure("aborted", "the answer is not needed"));
  }

  /**
   * Writes the body into an answer whose headers are sent, and ends it. Where the rest does not
   * come, the answer is destroyed, so that the client does not take it for whole.
   */
  pipe(to: Writable): Promise<void> {
    if (this.#outcome === "ended" && !to.destroyed) {
      // The whole answer has come already, as small ones do.
      to.end(Buffer.concat(this.#ahead.splice(0)));
      return Promise.resolve();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const giveUp = () => to.destroy();
    const pace = new Pace(to, giveUp);
    to.once("close", () => {
      pace.stop();
      this.cancel();
      resolve();
    });
    to.on("drain", () => {
      pace.drained();
      if (this.#outcome === "running") this.#flow.resume();
    });
    // A client that leaves is no error of ours.
    to.on("error", () => {});
    if (to.destroyed) {
      this.cancel();
      return Promise.resolve();
    }
    this.#take({
      write(chunk) {
        const more = to.write(chunk);
        pace.wrote(chunk.byteLength, more);
        return more;
      },
      end: () => {
        // What is left occupies no connection to NetBird.
        pace.stop();
        to.end();
      },
      fail: giveUp,
    });
    return promise;
  }

  /** The whole body; an UpstreamFailure if it is larger than `limit` bytes or breaks off. */
  text(limit: number): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const chunks: Buffer[] = [];
    let size = 0;
    this.#take({
      write: (chunk) => {
        size += chunk.byteLength;
        if (size <= limit) chunks.push(chunk);
        else {
          const mayHaveRun = true;
          reject(new UpstreamFailure("too_large", "NetBird's answer is too large", { mayHaveRun }));
          this.cancel();
        }
        return true;
      },
      end: () => resolve(Buffer.concat(chunks).toString("utf8")),
      fail: reject,
    });
    return promise;
  }

  #take(taker: Taker): void {
    this.#taker = taker;
    let more = true;
    for (const chunk of this.#ahead.splice(0)) more = taker.write(chunk);
    if (this.#outcome === "ended") taker.end();
    else if (this.#outcome !== "running") taker.fail(this.#outcome);
    else if (more) this.#flow.resume();
  }
}
