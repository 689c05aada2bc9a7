import type { Writable } from "node:stream";

const WINDOW_MS = 30_000;
/** 16 KiB/s: less would let a few clients occupy the connections to NetBird for hours. */
const LEAST_BYTES = (16 * 1024 * WINDOW_MS) / 1000;
/** A client that waits for NetBird most of the time is not the slow one. */
const BEHIND_MS = WINDOW_MS / 2;

/** Watches how fast a client takes an answer, and gives it up where that is too slow. */
export class Pace {
  readonly #to: Writable;
  readonly #giveUp: () => void;
  #timer: NodeJS.Timeout | undefined;
  #written = 0;
  #takenBefore = 0;
  #behindMs = 0;
  #behindSince: number | undefined;

  constructor(to: Writable, giveUp: () => void) {
    this.#to = to;
    this.#giveUp = giveUp;
  }

  /** So many bytes were written; whether the client keeps up. */
  wrote(bytes: number, keepsUp: boolean): void {
    this.#written += bytes;
    if (keepsUp) return;
    this.#behindSince ??= performance.now();
    this.#timer ??= setInterval(() => this.#look(), WINDOW_MS).unref();
  }

  /** The client has taken everything. */
  drained(): void {
    this.#addBehind();
    this.#behindSince = undefined;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #addBehind(): void {
    if (this.#behindSince === undefined) return;
    const now = performance.now();
    this.#behindMs += now - this.#behindSince;
    this.#behindSince = now;
  }

  #look(): void {
    this.#addBehind();
    const taken = this.#written - this.#to.writableLength;
    const isSlow = this.#behindMs > BEHIND_MS && taken - this.#takenBefore < LEAST_BYTES;
    this.#takenBefore = taken;
    this.#behindMs = 0;
    if (isSlow) this.#giveUp();
  }
}
