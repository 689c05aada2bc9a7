import type { Worker } from "node:worker_threads";
import { Problem } from "#lib/contract/problem.ts";
import type { HashReply, HashRequest } from "./bcrypt.worker.ts";
import { FairQueue } from "./fair-queue.ts";
import { type Lane, PATIENCE_MS, perLane, ruleOf, type Turn } from "./lanes.ts";

type Job = {
  turn: Turn;
  path: readonly string[];
  rounds: number;
  request: HashRequest;
  resolve: (hash: string) => void;
  reject: (error: Problem) => void;
  timer: NodeJS.Timeout | undefined;
};

/** A thread. The reserved one runs jobs of the first lane only. */
type Slot = { worker: Worker; isReserved: boolean; job: Job | undefined };

export type PoolOptions = {
  size: number;
  startWorker: (thread: { isReserved: boolean }) => Worker;
};

/** A pool's counters since its creation, and its current state. */
export type PoolStats = {
  workers: number;
  running: number;
  queued: Record<Lane, number>;
  /** Jobs passed to a worker. */
  started: Record<Lane, number>;
  /** The sum of their 2^cost. */
  rounds: number;
  /** Jobs refused because of the wait. */
  refused: number;
  /** Workers that died. */
  deaths: number;
};

const MAX_WAITING = 1000;
const RETRY_AFTER_SECONDS = 5;

function unavailable(cause?: unknown): Problem {
  const message = "credentials cannot be checked right now, please try again shortly";
  return new Problem("unavailable", message, { retryAfterSeconds: RETRY_AFTER_SECONDS, cause });
}

/**
 * Runs bcrypt on up to `size` threads, which start with the first jobs and keep the process
 * alive only while they work. Jobs wait in lanes, 1 000 in each; of a full lane the newest job of
 * the longest flow is refused.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #queue = new FairQueue<Job>((lane) => ruleOf(lane as Lane).share);
  readonly #slots = new Set<Slot>();
  readonly #started = perLane(() => 0);
  #rounds = 0;
  #refused = 0;
  #deaths = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * The bcrypt hash. Problem "unavailable" if no thread is free before the turn's deadline, if
   * the lane is full, and if the thread dies.
   */
  run(turn: Turn, cost: number, request: HashRequest): Promise<string> {
    return new Promise((resolve, reject) => {
      const path = [turn.lane, ...turn.flow];
      const rounds = 2 ** cost;
      const job: Job = { turn, path, rounds, request, resolve, reject, timer: undefined };
      job.timer = this.#limitWait(job);
      this.#queue.add(job, path);
      this.#startJobs();
      if (this.#queue.sizeOf(turn.lane) > MAX_WAITING) this.#shed(turn.lane);
    });
  }

  /**
   * Ends the threads; running and waiting jobs fail with "unavailable". A later job starts new
   * ones.
   */
  async close(): Promise<void> {
    const workers = Array.from(this.#slots, ({ worker }) => worker);
    const jobs = [...this.#queue.drain(), ...this.#running()];
    this.#slots.clear();
    for (const job of jobs) this.#refuse(job);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  stats(): PoolStats {
    return {
      workers: this.#slots.size,
      running: this.#running().length,
      queued: perLane((lane) => this.#queue.sizeOf(lane)),
      started: { ...this.#started },
      rounds: this.#rounds,
      refused: this.#refused,
      deaths: this.#deaths,
    };
  }

  #limitWait(job: Job): NodeJS.Timeout | undefined {
    const { deadline } = job.turn;
    if (deadline === Number.POSITIVE_INFINITY) return undefined;
    const patienceMs = deadline === undefined ? PATIENCE_MS : deadline - performance.now();
    return setTimeout(
      () => {
        if (this.#queue.remove(job, job.path)) this.#refuse(job);
      },
      Math.max(0, patienceMs),
    );
  }

  #shed(lane: Lane): void {
    const job = this.#queue.shed(lane);
    if (job !== undefined) this.#refuse(job);
  }

  #refuse(job: Job): void {
    clearTimeout(job.timer);
    this.#refused += 1;
    job.reject(unavailable());
  }

  #running(): Job[] {
    return Array.from(this.#slots, ({ job }) => job).filter((job) => job !== undefined);
  }

  #startJobs(): void {
    while (this.#startNext());
  }

  /** Starts the next job; false if none can start. */
  #startNext(): boolean {
    const free = { reserved: this.#hasFree(true), common: this.#hasFree(false) };
    if (!free.reserved && !free.common) return false;
    const busy = new Set(
      this.#running()
        .filter(isAlone)
        .map(({ path }) => path.join("\n")),
    );
    const job = this.#queue.take((path) => {
      if (path.length > 1) return !busy.has(path.join("\n"));
      return free.common || ruleOf(path[0] as Lane).everyThread;
    });
    if (job === undefined) return false;
    clearTimeout(job.timer);
    this.#started[job.turn.lane] += 1;
    this.#rounds += job.rounds;
    this.#start(job, free.reserved && ruleOf(job.turn.lane).everyThread);
    return true;
  }

  /** Whether a thread is free or may start: the reserved one, or one for all lanes. */
  #hasFree(isReserved: boolean): boolean {
    const { size } = this.#options;
    const most = size === 1 ? Number(!isReserved) : isReserved ? 1 : size - 1;
    const same = [...this.#slots].filter((slot) => slot.isReserved === isReserved);
    return same.filter(({ job }) => job !== undefined).length < most;
  }

  #start(job: Job, isReserved: boolean): void {
    try {
      const slot =
        [...this.#slots].find((one) => one.job === undefined && one.isReserved === isReserved) ??
        this.#openSlot(isReserved);
      slot.worker.ref();
      slot.worker.postMessage(job.request);
      slot.job = job;
    } catch (error) {
      job.reject(unavailable(error));
    }
  }

  #openSlot(isReserved: boolean): Slot {
    const worker = this.#options.startWorker({ isReserved });
    const slot: Slot = { worker, isReserved, job: undefined };
    let cause: unknown;
    slot.worker.on("message", (reply: HashReply) => this.#finish(slot, reply));
    slot.worker.on("error", (error) => {
      cause = error;
    });
    slot.worker.on("exit", () => this.#bury(slot, cause));
    this.#slots.add(slot);
    return slot;
  }

  #finish(slot: Slot, reply: HashReply): void {
    const job = slot.job;
    slot.job = undefined;
    slot.worker.unref();
    job?.resolve(reply.hash);
    this.#startJobs();
  }

  /** A thread that dies fails its job; the next job starts another thread. */
  #bury(slot: Slot, cause: unknown): void {
    if (!this.#slots.delete(slot)) return;
    this.#deaths += 1;
    slot.job?.reject(unavailable(cause));
    this.#startJobs();
  }
}

const isAlone = ({ turn }: Job): boolean => ruleOf(turn.lane).oneAtATime;
