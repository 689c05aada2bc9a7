import { DAY_MS } from "#lib/contract/durations.ts";
import type { Role } from "#lib/contract/fields.ts";
import type { SeedSize } from "./options.ts";

/*
 * The plan of a seed, without a database: the same names, roles and proportions in every run, with
 * times up to now.
 */

export type PlannedUser = {
  kind: "user";
  at: Date;
  name: string;
  role: Role;
  isBlocked: boolean;
  /** From SEED_GROUPS. */
  groups: string[];
};

export type PlannedToken = {
  kind: "token";
  at: Date;
  owner: PlannedUser;
  name: string;
  usable: boolean;
  expiresAt: Date;
  lastUse: { at: Date; address: string; agent: string } | undefined;
};

export type Planned = PlannedUser | PlannedToken;

export const SEED_GROUPS = ["ci", "production", "staging", "monitoring", "backup", "network"];

/** Shorter than the longest lifetime of a token, so that the oldest one may still be valid. */
const PAST_MS = 360 * DAY_MS;
const LONGEST_DAYS = 365;

const PURPOSES = [
  "ci-deploy",
  "ci-build",
  "terraform",
  "ansible",
  "backup",
  "monitoring",
  "inventory",
  "dns-sync",
  "release",
  "audit-export",
];
const USES = ["deploy", "plan", "apply", "read", "nightly", "rollback", "metrics", "export"];
const AGENTS = ["curl/8.14.1", "Terraform/1.13.4", "ansible-httpget", "python-requests/2.32.5"];
const DAYS = [30, 30, 90, 90, 180, LONGEST_DAYS];
/** One entry per tenth of the service users. */
const ROLES: readonly Role[] = [
  "user",
  "admin",
  "user",
  "auditor",
  "user",
  "admin",
  "user",
  "network_admin",
  "user",
  "billing_admin",
];
const EVENT_CODES = [
  ...(["personal.access.token.create", "personal.access.token.delete"] as const),
  ...(["dashboard.login", "dashboard.login"] as const),
];
const BLOCKED_EVERY = 50;
const NEVER_USED = 0.2;

/**
 * Evenly spread numbers from 0 to 1, the same in every run. Each aspect has its own stride, so
 * that a user's role, for example, is independent of its age.
 */
const share = (index: number, stride: number) => ((index + 1) * stride) % 1;
const STRIDE = {
  owner: Math.SQRT2,
  age: Math.sqrt(3),
  use: Math.sqrt(5),
  days: Math.sqrt(7),
  groups: Math.sqrt(11),
};

function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

const between = (from: Date, to: Date, part: number) =>
  new Date(from.getTime() + Math.floor((to.getTime() - from.getTime()) * part));

/**
 * Service users and their tokens in the order of creation over the year before `now`; a user comes
 * before its tokens. Numbers in names continue after `numbersUsed`.
 */
export function planSeed(size: SeedSize, now: Date, numbersUsed = 0): Planned[] {
  const users = Array.from({ length: size.serviceUsers }, (_, index) =>
    planUser(index, size, now, numbersUsed),
  );
  const tokens = Array.from({ length: size.tokens }, (_, index) =>
    planToken(index, size, now, users),
  );
  return [...users, ...tokens].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What happens to a service user's tokens, in the order of time, and who signs in. */
export type PlannedEvent = {
  at: Date;
  code: "personal.access.token.create" | "personal.access.token.delete" | "dashboard.login";
  /** The place of the service user among all. */
  user: number;
  /** The name of the token. */
  name: string;
  address: string;
};

/** The events from one place to another of `count` evenly spread ones over the year before `now`. */
export function planEvents(from: number, to: number, count: number, now: Date): PlannedEvent[] {
  const start = new Date(now.getTime() - PAST_MS);
  return Array.from({ length: to - from }, (_, offset) => {
    const index = from + offset;
    return {
      at: between(start, now, index / count),
      code: at(EVENT_CODES, index),
      user: index,
      name: `${at(USES, index)}-${String(Math.floor(index / EVENT_CODES.length)).padStart(6, "0")}`,
      // A few addresses cause most events.
      address: `198.51.100.${1 + Math.floor(254 * share(index, STRIDE.use) ** 4)}`,
    };
  });
}

function planUser(
  index: number,
  { serviceUsers }: SeedSize,
  now: Date,
  numbersUsed: number,
): PlannedUser {
  const number = String(numbersUsed + index + 1).padStart(4, "0");
  const first = Math.floor(share(index, STRIDE.groups) * SEED_GROUPS.length);
  return {
    kind: "user",
    at: between(new Date(now.getTime() - PAST_MS), now, index / serviceUsers),
    name: `${at(PURPOSES, index)}-${number}`,
    // Ten purposes and ten roles: shifted in each ten, or each purpose would have one role.
    role: at(ROLES, index + Math.floor(index / ROLES.length)),
    isBlocked: isBlocked(index),
    groups: SEED_GROUPS.slice(first, first + (index % 3)),
  };
}

const isBlocked = (index: number) => index % BLOCKED_EVERY === BLOCKED_EVERY - 1;

function planToken(
  index: number,
  { tokens, usable: count }: SeedSize,
  now: Date,
  users: PlannedUser[],
): PlannedToken {
  const usable = Math.floor(((index + 1) * count) / tokens) > Math.floor((index * count) / tokens);
  const place = Math.floor(users.length * share(index, STRIDE.owner) ** 1.5);
  // A blocked user's token is not usable; the user before is not blocked.
  const owner = at(users, usable && isBlocked(place) ? place - 1 : place);
  const created = between(owner.at, now, share(index, STRIDE.age));
  const days = usable
    ? LONGEST_DAYS
    : at(DAYS, Math.floor(share(index, STRIDE.days) * DAYS.length));
  const expiresAt = new Date(created.getTime() + days * DAY_MS);
  return {
    kind: "token",
    at: created,
    owner,
    name: `${at(USES, index)}-${String(index + 1).padStart(6, "0")}`,
    usable,
    expiresAt,
    lastUse: planUse(index, created, expiresAt < now ? expiresAt : now),
  };
}

/** Most tokens were used shortly before their expiry or now; a fifth never. */
function planUse(index: number, from: Date, to: Date): PlannedToken["lastUse"] {
  const part = share(index, STRIDE.use);
  if (part < NEVER_USED) return undefined;
  return {
    at: between(from, to, part ** 0.25),
    // Addresses reserved for documentation (RFC 5737).
    address: `192.0.2.${1 + (index % 254)}`,
    agent: at(AGENTS, index),
  };
}
