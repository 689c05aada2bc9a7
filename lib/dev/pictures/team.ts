import type { Role } from "#lib/contract/fields.ts";
import type { Planned, PlannedToken, PlannedUser } from "../seed/plan.ts";

/*
 * The team in the pictures: the same in every run, with times up to now. Users are named after
 * their work.
 */

export const OWNER = {
  name: "Platform owner",
  email: "owner@roost.example",
  password: "correct horse battery staple",
};

/** The owner's address; reserved for documentation (RFC 5737), like the addresses below. */
export const OWNER_ADDRESS = "192.0.2.5";

export const PEOPLE: readonly { name: string; email: string; role: Role; group: string }[] = [
  { name: "Ops lead", email: "ops@roost.example", role: "admin", group: "production" },
  {
    name: "Network admin",
    email: "network@roost.example",
    role: "network_admin",
    group: "network",
  },
  { name: "Security auditor", email: "audit@roost.example", role: "auditor", group: "monitoring" },
  { name: "Accounting", email: "accounting@roost.example", role: "billing_admin", group: "backup" },
  { name: "On-call engineer", email: "on-call@roost.example", role: "user", group: "staging" },
];

export const INVITED = {
  name: "Release lead",
  email: "release@roost.example",
  role: "admin",
} as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Token = {
  name: string;
  /** Time since the creation, and lifetime in days. */
  created: number;
  days: number;
  used?: readonly [ago: number, address: string, agent: string];
};
type ServiceUser = {
  name: string;
  role: Role;
  created: number;
  groups: string[];
  isBlocked?: true;
  tokens: Token[];
};

const CURL = "curl/8.14.1";
const TERRAFORM = "Terraform/1.13.4";
const ANSIBLE = "ansible-httpget";
const PYTHON = "python-requests/2.32.5";

const SERVICE_USERS: readonly ServiceUser[] = [
  {
    name: "ci-deploy",
    role: "admin",
    created: 300 * DAY,
    groups: ["ci", "production"],
    tokens: [
      { name: "pipeline", created: 62 * DAY, days: 90, used: [4 * MINUTE, "192.0.2.14", CURL] },
      { name: "rollback", created: 84 * DAY, days: 90, used: [9 * DAY, "192.0.2.14", CURL] },
      { name: "canary", created: 20 * DAY, days: 30 },
      { name: "pipeline-old", created: 190 * DAY, days: 180, used: [63 * DAY, "192.0.2.14", CURL] },
    ],
  },
  {
    name: "terraform",
    role: "network_admin",
    created: 290 * DAY,
    groups: ["network"],
    tokens: [
      { name: "plan", created: 30 * DAY, days: 180, used: [2 * HOUR, "192.0.2.31", TERRAFORM] },
      { name: "apply", created: 30 * DAY, days: 180, used: [26 * HOUR, "192.0.2.31", TERRAFORM] },
    ],
  },
  {
    name: "ansible",
    role: "admin",
    created: 250 * DAY,
    groups: ["staging", "production"],
    tokens: [
      { name: "nightly", created: 340 * DAY, days: 365, used: [9 * HOUR, "192.0.2.52", ANSIBLE] },
    ],
  },
  {
    name: "backup",
    role: "user",
    created: 210 * DAY,
    groups: ["backup"],
    tokens: [
      { name: "export", created: 200 * DAY, days: 365, used: [5 * HOUR, "192.0.2.77", PYTHON] },
    ],
  },
  {
    name: "monitoring",
    role: "user",
    created: 180 * DAY,
    groups: ["monitoring"],
    tokens: [
      { name: "metrics", created: 88 * DAY, days: 90, used: [MINUTE, "192.0.2.90", PYTHON] },
      { name: "alerts", created: 140 * DAY, days: 365, used: [110 * DAY, "192.0.2.90", PYTHON] },
    ],
  },
  {
    name: "dns-sync",
    role: "network_admin",
    created: 120 * DAY,
    groups: ["network"],
    tokens: [{ name: "sync", created: 45 * DAY, days: 90, used: [7 * MINUTE, "192.0.2.8", CURL] }],
  },
  {
    name: "inventory",
    role: "auditor",
    created: 95 * DAY,
    groups: ["monitoring"],
    tokens: [{ name: "read", created: 95 * DAY, days: 90, used: [12 * DAY, "192.0.2.61", PYTHON] }],
  },
  {
    name: "old-release",
    role: "admin",
    created: 330 * DAY,
    groups: ["ci"],
    isBlocked: true,
    tokens: [],
  },
];

/** The service users and their tokens, in the order of their creation. */
export function planTeam(now: Date): Planned[] {
  const before = (ago: number) => new Date(now.getTime() - ago);
  return SERVICE_USERS.flatMap(({ tokens, created, ...user }): Planned[] => {
    const owner: PlannedUser = { isBlocked: false, ...user, kind: "user", at: before(created) };
    const owned = tokens.map(({ name, created: ago, days, used }): PlannedToken => {
      // A token is not older than its user.
      const at = before(Math.min(ago, created));
      return {
        kind: "token",
        at,
        owner,
        name,
        usable: false,
        expiresAt: new Date(before(ago).getTime() + days * DAY),
        lastUse: used && { at: before(used[0]), address: used[1], agent: used[2] },
      };
    });
    return [owner, ...owned];
  }).sort((one, other) => one.at.getTime() - other.at.getTime());
}
