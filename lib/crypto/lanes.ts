/** The entitlement of a lane of bcrypt work; docs/decisions/0002 has the lanes and the reasons. */
type LaneRule = {
  pool: PoolName;
  /** Its share of the threads while other lanes of the pool wait too. */
  share: number;
  /** Whether it may use every thread; all other lanes together leave one free. */
  everyThread: boolean;
  /** Whether jobs with the same `flow` run one at a time. */
  oneAtATime: boolean;
};

export type PoolName = "token" | "password";

const RULES = {
  token: { pool: "token", share: 16, everyThread: true, oneAtATime: false },
  creation: { pool: "token", share: 4, everyThread: false, oneAtATime: true },
  suspect: { pool: "token", share: 1, everyThread: false, oneAtATime: false },
  known: { pool: "password", share: 16, everyThread: true, oneAtATime: false },
  password: { pool: "password", share: 4, everyThread: false, oneAtATime: false },
  slow: { pool: "password", share: 1, everyThread: false, oneAtATime: false },
} as const satisfies Record<string, LaneRule>;

/** Kinds of work with separate queues, so that a flood of one delays no other. */
export type Lane = keyof typeof RULES;

export const LANES = Object.keys(RULES) as Lane[];

export const ruleOf = (lane: Lane): LaneRule => RULES[lane];

/** A record with a value for each lane. */
export function perLane<T>(make: (lane: Lane) => T): Record<Lane, T> {
  return Object.fromEntries(LANES.map((lane) => [lane, make(lane)])) as Record<Lane, T>;
}

/** Default maximum wait for a turn. */
export const PATIENCE_MS = 20_000;

/** The place of a job: turns are divided among lanes, then by `flow[0]`, then by `flow[1]` … */
export type Turn = {
  lane: Lane;
  flow: readonly string[];
  /** The deadline for a thread, on the clock of `performance.now()`; by default in 20 seconds. */
  deadline?: number;
};
