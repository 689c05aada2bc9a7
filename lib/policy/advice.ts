import type { ADVICE_GAPS } from "../contract/advice.ts";
import { DAY_MS } from "../contract/durations.ts";
import { serviceIn } from "../contract/protected-services.ts";
import { countedRule, GIVES_RIGHTS } from "./counted-rules.ts";
import { MODULES, VERBS } from "./matrix.ts";
import {
  covers,
  effectiveGrants,
  isOwnScope,
  isScope,
  isWithin,
  type Requirement,
  type Scopes,
  scopeOf,
} from "./scopes.ts";
import { heldRights, inOrder, neededBy, type RightsHolder, rightsOf } from "./used-rights.ts";

/** How often an operation was called on a day; `refused` of these calls lacked a right. */
export type DayUse = { day: string; operation: string; count: number; refused: number };

/** A token, with the role of its owner and the first day on which its account counted calls. */
export type AdvisedToken = RightsHolder & {
  createdAt: Date;
  countedSince: string | undefined;
};

type AdviceGap = (typeof ADVICE_GAPS)[number];

/** What a token could be narrowed to. Rights are a module with `read` or `write`. */
export type Advice = {
  windowDays: number;
  /** Calls and days in the window, without refused calls. */
  calls: number;
  activeDays: number;
  granted: string[];
  used: string[];
  /** Scopes of refused calls that the token does not have. */
  attempted: { scope: string; calls: number }[];
  /** Called operations of a newer version. */
  unknownOperations: string[];
  /** The smallest scopes for the calls in the window, or why there are none. */
  advised: { scopes: string[] } | { gap: AdviceGap };
};

/** How far back counts are read, today included. */
export const ADVICE_DAYS = 90;
const WINDOW_MIN = 30;
const CALLS_MIN = 20;
const ACTIVE_DAYS_MIN = 5;

type Calls = { operation: string; used: number; refused: number };

const numberOf = (day: string) => Date.parse(day) / DAY_MS;
const usesIn = ({ count, refused }: Pick<DayUse, "count" | "refused">) =>
  Math.max(0, count - refused);
const isUsed = (use: DayUse) => usesIn(use) > 0;

/** The different days with a use, in order. */
const activeDaysOf = (uses: readonly DayUse[]) =>
  [...new Set(uses.filter(isUsed).map(({ day }) => numberOf(day)))].sort((a, b) => a - b);

/** Long enough to contain a second run of the rarest job seen, up to the limit. */
function windowOf(days: readonly number[]): number {
  const gaps = days.map((day, at) => day - (days[at - 1] ?? day));
  const longest = Math.max(0, ...gaps);
  return Math.min(ADVICE_DAYS, Math.max(WINDOW_MIN, Math.ceil((longest * 6) / 5)));
}

function callsOf(uses: readonly DayUse[]): Calls[] {
  const groups = Map.groupBy(uses, ({ operation }) => operation);
  return [...groups].map(([operation, rows]) => ({
    operation,
    used: rows.reduce((total, row) => total + usesIn(row), 0),
    refused: rows.reduce((total, { refused }) => total + refused, 0),
  }));
}

/** The use of a token in the window, and the scopes that it needs for it. Refused calls are no use. */
export function advise(token: AdvisedToken, uses: readonly DayUse[], now: Date): Advice {
  const today = Math.floor(now.getTime() / DAY_MS);
  const since = (days: number) => uses.filter(({ day }) => numberOf(day) > today - days);
  const windowDays = windowOf(activeDaysOf(since(ADVICE_DAYS)));
  const inWindow = since(windowDays);
  const calls = callsOf(inWindow);
  const called = calls.filter(({ used }) => used > 0).map(({ operation }) => operation);
  const needed = neededBy(token, called);
  const used = rightsOf(needed);
  const found = {
    windowDays,
    calls: calls.reduce((total, one) => total + one.used, 0),
    activeDays: activeDaysOf(inWindow).length,
    granted: inOrder([...heldRights(token), ...used]),
    used,
    attempted: attemptedBy(token, calls),
    unknownOperations: calls.filter(isUnknown).map(({ operation }) => operation),
  };
  const scopes = smallestScopes(token.scopes, needed);
  const gap = gapOf(token, { ...found, scopes }, calls, now);
  return { ...found, advised: gap === undefined ? { scopes } : { gap } };
}

const isUnknown = ({ operation, used }: Calls) => used > 0 && countedRule(operation) === undefined;

/** A service is no part of a whole role. */
const hasOwn = (scopes: Scopes, rule: { own: string }) =>
  serviceIn(rule.own) === undefined ? covers(scopes, rule) : scopes?.includes(rule.own);

function attemptedBy(token: AdvisedToken, calls: readonly Calls[]): Advice["attempted"] {
  const granted = effectiveGrants(token);
  const attempts = new Map<string, number>();
  for (const { operation, refused } of calls) {
    const rule = countedRule(operation)?.rule ?? "none";
    if (refused === 0 || typeof rule === "string") continue;
    const has = "own" in rule ? hasOwn(token.scopes, rule) : granted[rule.module]?.[rule.verb];
    if (!has) attempts.set(scopeOf(rule), refused + (attempts.get(scopeOf(rule)) ?? 0));
  }
  return [...attempts]
    .map(([scope, calls]) => ({ scope, calls }))
    .sort((a, b) => b.calls - a.calls || (a.scope < b.scope ? -1 : 1));
}

/**
 * For each module its one verb, else `write`, unless the token has only single verbs. Kept are
 * named scopes of Roost's own, not all of whose uses are counted, and those of a newer version.
 */
function smallestScopes(held: Scopes, needed: readonly Requirement[]): string[] {
  const own = needed.flatMap((one) => ("own" in one ? [one.own] : []));
  const ofModules = MODULES.flatMap((module) => {
    const verbs = VERBS.filter((verb) =>
      needed.some((one) => "module" in one && one.module === module && one.verb === verb),
    );
    const single = verbs.map((verb) => `${module}:${verb}`);
    const whole = [`${module}:write`];
    return verbs.length > 1 && isWithin(whole, held) ? whole : single;
  });
  return [
    ...new Set([
      ...ofModules,
      ...own,
      ...(held ?? []).filter((scope) => isOwnScope(scope) || !isScope(scope)),
    ]),
  ].sort();
}

type Found = Omit<Advice, "advised"> & { scopes: string[] };

function gapOf(
  { createdAt, countedSince, scopes: held }: AdvisedToken,
  { windowDays, calls, activeDays, unknownOperations, scopes }: Found,
  all: readonly Calls[],
  now: Date,
): AdviceGap | undefined {
  const start = Math.floor(now.getTime() / DAY_MS) - windowDays + 1;
  if (now.getTime() - createdAt.getTime() < windowDays * DAY_MS) return "too_young";
  if (countedSince === undefined || numberOf(countedSince) > start) return "counted_too_short";
  if (calls < CALLS_MIN) return "too_few_calls";
  if (activeDays < ACTIVE_DAYS_MIN) return "too_few_days";
  if (unknownOperations.length > 0) return "unknown_operations";
  if (all.some(({ operation, used }) => used > 0 && countedRule(operation)?.rule === "session"))
    return "needs_whole_role";
  if (held !== null && isWithin(held, scopes)) return "already_narrow";
  return all.some(({ operation, used }) => used > 0 && GIVES_RIGHTS.has(operation))
    ? "gives_rights"
    : undefined;
}
