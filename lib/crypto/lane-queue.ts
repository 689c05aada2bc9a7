/** Kinds of work that wait apart from each other, so that a flood of one delays no other. */
export const LANES = ["token", "password", "suspect"] as const;
export type Lane = (typeof LANES)[number];

/** Work as the queue sees it: its size is 2^cost, which the time that bcrypt takes follows. */
export type Queued = { lane: Lane; rounds: number };

/** How the lanes divide the workers while more than one waits. */
const SHARE: Record<Lane, number> = { token: 6, password: 3, suspect: 1 };

function perLane<T>(make: (lane: Lane) => T): Record<Lane, T> {
  return { token: make("token"), password: make("password"), suspect: make("suspect") };
}

/**
 * First in, first out within a lane; between lanes by start-time fair queueing: the lane that
 * has had the least of its share goes next, and one that was idle saves nothing up.
 */
export class LaneQueue<Job extends Queued> {
  readonly #waiting = perLane<Job[]>(() => []);
  /** Work handed out to each lane, divided by its share. */
  readonly #served = perLane(() => 0);
  #clock = 0;

  add(job: Job): void {
    const waiting = this.#waiting[job.lane];
    if (waiting.length === 0) {
      this.#served[job.lane] = Math.max(this.#served[job.lane], this.#clock);
    }
    waiting.push(job);
  }

  /** The job whose turn it is, out of these lanes. */
  take(lanes: readonly Lane[]): Job | undefined {
    const ready = lanes.filter((lane) => this.#waiting[lane].length > 0);
    if (ready.length === 0) return undefined;
    const lane = ready.reduce((a, b) => (this.#served[b] < this.#served[a] ? b : a));
    const job = this.#waiting[lane].shift();
    if (job === undefined) return undefined;
    this.#clock = this.#served[lane];
    this.#served[lane] += job.rounds / SHARE[lane];
    return job;
  }

  remove(job: Job): void {
    const waiting = this.#waiting[job.lane];
    const index = waiting.indexOf(job);
    if (index >= 0) waiting.splice(index, 1);
  }

  /** Empties the queue. */
  drain(): Job[] {
    return LANES.flatMap((lane) => this.#waiting[lane].splice(0));
  }

  lengths(): Record<Lane, number> {
    return perLane((lane) => this.#waiting[lane].length);
  }

  /** Rounds that would be worked through before a job that is added to this lane now. */
  roundsAhead(lane: Lane): number {
    const own = this.#rounds(lane);
    const others = LANES.filter((other) => other !== lane);
    return others.reduce(
      (sum, other) => sum + Math.min(this.#rounds(other), (own * SHARE[other]) / SHARE[lane]),
      own,
    );
  }

  #rounds(lane: Lane): number {
    return this.#waiting[lane].reduce((sum, job) => sum + job.rounds, 0);
  }
}
