/** A job's size is 2^cost, in proportion to bcrypt's time. */
type Sized = { rounds: number };

/** Whether a part may be served now; the path names it, outermost first. */
type MayServe = (path: readonly string[]) => boolean;

const SWEEP_AT = 64;
/** After this many jobs idle parts are dropped, whatever they owe. */
const FORGET_EVERY = 2048;

/**
 * A queue of queues with start-time fair queueing: the part that received the least of its share is
 * next, and an idle part accumulates no credit. The innermost parts are first in, first out.
 */
export class FairQueue<Job extends Sized> {
  readonly #shareOf: (key: string) => number;
  readonly #parts = new Map<string, Part<Job>>();
  readonly #jobs: Job[] = [];
  #clock = 0;
  #size = 0;
  #sweepAt = SWEEP_AT;
  #added = 0;

  constructor(shareOf: (key: string) => number = () => 1) {
    this.#shareOf = shareOf;
  }

  get size(): number {
    return this.#size;
  }

  /** The number of parts in memory, nested ones included. */
  get parts(): number {
    return Array.from(this.#parts.values()).reduce((sum, { queue }) => sum + 1 + queue.parts, 0);
  }

  /** The number of jobs waiting in an outermost part. */
  sizeOf(key: string): number {
    return this.#parts.get(key)?.queue.size ?? 0;
  }

  /** Adds a job to the part at this path, which is created if it is missing. */
  add(job: Job, [key, ...rest]: readonly string[]): void {
    this.#size += 1;
    this.#added += 1;
    if (this.#added % FORGET_EVERY === 0) this.#forgetIdle();
    if (key === undefined) {
      this.#jobs.push(job);
      return;
    }
    const part = this.#parts.get(key) ?? this.#open(key);
    if (part.queue.size === 0) part.served = Math.max(part.served, this.#clock);
    part.queue.add(job, rest);
  }

  /**
   * Removes and returns the next job of the parts that may be served; undefined if there is none.
   */
  take(mayServe: MayServe, path: readonly string[] = []): Job | undefined {
    const job = this.#jobs.length > 0 ? this.#jobs.shift() : this.#takeFromPart(mayServe, path);
    if (job !== undefined) this.#size -= 1;
    return job;
  }

  /** Removes a job; false if it was not waiting there. */
  remove(job: Job, [key, ...rest]: readonly string[]): boolean {
    const removed =
      key === undefined
        ? this.#cut(this.#jobs.indexOf(job)) !== undefined
        : (this.#parts.get(key)?.queue.remove(job, rest) ?? false);
    if (removed) this.#size -= 1;
    return removed;
  }

  /** Removes the newest job of the part with the most jobs, recursively. */
  shed(key?: string): Job | undefined {
    const longest = [...this.#parts.values()].reduce<Part<Job> | undefined>(
      (most, part) => (part.queue.size >= (most?.queue.size ?? 1) ? part : most),
      undefined,
    );
    const part = key === undefined ? longest : this.#parts.get(key);
    const job = part === undefined ? this.#jobs.pop() : part.queue.shed();
    if (job !== undefined) this.#size -= 1;
    return job;
  }

  /** Empties the queue. */
  drain(): Job[] {
    const parts = [...this.#parts.values()].flatMap(({ queue }) => queue.drain());
    this.#parts.clear();
    this.#size = 0;
    return [...parts, ...this.#jobs.splice(0)];
  }

  #takeFromPart(mayServe: MayServe, path: readonly string[]): Job | undefined {
    const tried = new Set<string>();
    for (;;) {
      const [key, part] = this.#next(tried);
      if (key === undefined || part === undefined) return undefined;
      tried.add(key);
      const own = [...path, key];
      const job = mayServe(own) ? part.queue.take(mayServe, own) : undefined;
      if (job === undefined) continue;
      this.#clock = Math.max(this.#clock, part.served);
      part.served += job.rounds / part.share;
      return job;
    }
  }

  /** The part with waiting jobs that received the least of its share. */
  #next(tried: ReadonlySet<string>): [string, Part<Job>] | [] {
    let next: [string, Part<Job>] | [] = [];
    let least = Number.POSITIVE_INFINITY;
    for (const [key, part] of this.#parts) {
      if (part.queue.size === 0 || part.served >= least || tried.has(key)) continue;
      least = part.served;
      next = [key, part];
    }
    return next;
  }

  #cut(index: number): Job | undefined {
    return index < 0 ? undefined : this.#jobs.splice(index, 1)[0];
  }

  #open(key: string): Part<Job> {
    if (this.#parts.size >= this.#sweepAt) this.#sweep();
    const part = { queue: new FairQueue<Job>(), share: this.#shareOf(key), served: this.#clock };
    this.#parts.set(key, part);
    return part;
  }

  /**
   * While new names arrive, the clock does not advance and every name would be kept: a flood would
   * fill the memory.
   */
  #forgetIdle(): void {
    for (const [key, { queue }] of this.#parts) {
      if (queue.size === 0) this.#parts.delete(key);
      else queue.#forgetIdle();
    }
  }

  /** Drops empty parts that owe nothing, so that single-use names use no memory. */
  #sweep(): void {
    for (const [key, { queue, served }] of this.#parts) {
      if (queue.size === 0 && (served <= this.#clock || this.#size === 1)) this.#parts.delete(key);
    }
    this.#sweepAt = Math.max(SWEEP_AT, this.#parts.size * 2);
  }
}

type Part<Job extends Sized> = {
  queue: FairQueue<Job>;
  share: number;
  /** Work served, divided by the share. */
  served: number;
};
