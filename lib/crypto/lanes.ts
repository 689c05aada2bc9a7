/** What a lane of bcrypt work is entitled to; docs/decisions/0002 says who waits where, and why. */
type LaneRule = {
  pool: PoolName;
  /** Its part of the threads while other lanes of the pool wait too. */
  share: number;
  /** Whether it may use every thread; the other lanes together leave one free for those. */
  everyThread: boolean;
  /** Whether those who share the whole `flow` go one at a time. */
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

/** Kinds of work that wait apart from each other, so that a flood of one delays no other. */
export type Lane = keyof typeof RULES;

export const LANES = Object.keys(RULES) as Lane[];

export const ruleOf = (lane: Lane): LaneRule => RULES[lane];

/** A record with a value for each lane. */
export function perLane<T>(make: (lane: Lane) => T): Record<Lane, T> {
  return Object.fromEntries(LANES.map((lane) => [lane, make(lane)])) as Record<Lane, T>;
}

/** How long work may wait for its turn unless it says otherwise. */
export const PATIENCE_MS = 20_000;

/** Where a piece of work waits: turns are dealt to lanes, then to `flow[0]`, then to `flow[1]` … */
export type Turn = {
  lane: Lane;
  flow: readonly string[];
  /** Until when it may wait for a thread, as `performance.now()` counts; 20 seconds unless given. */
  deadline?: number;
};
