import type { Worker } from "node:worker_threads";
import { Problem } from "#lib/contract/problem.ts";
import type { HashReply, HashRequest } from "./bcrypt.worker.ts";
import { LANES, type Lane, LaneQueue, type Queued } from "./lane-queue.ts";

type Job = Queued & {
  request: HashRequest;
  resolve: (hash: string) => void;
  reject: (error: Problem) => void;
  timer: NodeJS.Timeout | undefined;
};

type Slot = { worker: Worker; job: Job | undefined };

export type PoolOptions = { size: number; startWorker: () => Worker };

/** What a pool has done since it was made, and what it holds now. */
export type PoolStats = {
  workers: number;
  running: number;
  queued: Record<Lane, number>;
  /** Jobs given to a worker so far. */
  started: Record<Lane, number>;
  /** The sum of their 2^cost. */
  rounds: number;
  /** Jobs turned away because of the wait. */
  refused: number;
  /** Workers that ended without being asked to. */
  deaths: number;
};

const MAX_WAIT_MS = 2000;
const MAX_SUSPECTS_QUEUED = 16;
/** Pace until the first reply: about 60 ms at cost 10. */
const ASSUMED = { milliseconds: 240, rounds: 4096 };
const FORGETTING = 0.9;

function unavailable(cause?: unknown): Problem {
  const message = "credentials cannot be checked right now, please try again shortly";
  return new Problem("unavailable", message, { retryAfterSeconds: 1, cause });
}

/**
 * Runs bcrypt on up to `size` threads, which start with the first jobs and keep the process
 * alive only while they work. Nobody waits for a thread longer than two seconds.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #queue = new LaneQueue<Job>();
  readonly #slots = new Set<Slot>();
  readonly #started: Record<Lane, number> = { token: 0, password: 0, suspect: 0 };
  #pace = ASSUMED;
  #rounds = 0;
  #refused = 0;
  #deaths = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * The bcrypt hash. Problem "unavailable" if the wait for a thread is, or is expected to be,
   * over two seconds, and if the thread dies.
   */
  run(lane: Lane, cost: number, request: HashRequest): Promise<string> {
    return new Promise((resolve, reject) => {
      const job: Job = { lane, rounds: 2 ** cost, request, resolve, reject, timer: undefined };
      if (!this.#mayWait(lane)) {
        this.#refuse(job);
        return;
      }
      job.timer = setTimeout(() => {
        this.#queue.remove(job);
        this.#refuse(job);
      }, MAX_WAIT_MS);
      this.#queue.add(job);
      this.#startJobs();
    });
  }

  /** Ends the threads: what runs or waits is "unavailable". A later job starts new threads. */
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
      queued: this.#queue.lengths(),
      started: { ...this.#started },
      rounds: this.#rounds,
      refused: this.#refused,
      deaths: this.#deaths,
    };
  }

  #refuse(job: Job): void {
    clearTimeout(job.timer);
    this.#refused += 1;
    job.reject(unavailable());
  }

  #running(): Job[] {
    return Array.from(this.#slots, ({ job }) => job).filter((job) => job !== undefined);
  }

  /** Suspects leave one thread to the other lanes. */
  #threadsFor(lane: Lane): number {
    return lane === "suspect" ? Math.max(1, this.#options.size - 1) : this.#options.size;
  }

  #canStart(lane: Lane): boolean {
    const running = this.#running();
    const same = lane === "suspect" ? running.filter((job) => job.lane === lane) : running;
    return running.length < this.#options.size && same.length < this.#threadsFor(lane);
  }

  #mayWait(lane: Lane): boolean {
    if (this.#canStart(lane)) return true;
    if (lane === "suspect" && this.#queue.lengths().suspect >= MAX_SUSPECTS_QUEUED) return false;
    const running = this.#running().reduce((sum, job) => sum + job.rounds, 0);
    const ahead = (running + this.#queue.roundsAhead(lane)) / this.#threadsFor(lane);
    return (ahead * this.#pace.milliseconds) / this.#pace.rounds <= MAX_WAIT_MS;
  }

  #startJobs(): void {
    for (;;) {
      const job = this.#queue.take(LANES.filter((lane) => this.#canStart(lane)));
      if (job === undefined) return;
      clearTimeout(job.timer);
      this.#started[job.lane] += 1;
      this.#rounds += job.rounds;
      this.#start(job);
    }
  }

  #start(job: Job): void {
    try {
      const idle = Array.from(this.#slots).find((slot) => slot.job === undefined);
      const slot = idle ?? this.#openSlot();
      slot.worker.ref();
      slot.worker.postMessage(job.request);
      slot.job = job;
    } catch (error) {
      job.reject(unavailable(error));
    }
  }

  #openSlot(): Slot {
    const slot: Slot = { worker: this.#options.startWorker(), job: undefined };
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
    if (job === undefined) return;
    this.#pace = {
      milliseconds: this.#pace.milliseconds * FORGETTING + reply.milliseconds,
      rounds: this.#pace.rounds * FORGETTING + job.rounds,
    };
    job.resolve(reply.hash);
    this.#startJobs();
  }

  /** A thread that dies unasked takes its job with it; the next job starts another thread. */
  #bury(slot: Slot, cause: unknown): void {
    if (!this.#slots.delete(slot)) return;
    this.#deaths += 1;
    slot.job?.reject(unavailable(cause));
    this.#startJobs();
  }
}
