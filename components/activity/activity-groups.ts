import { ACTIVITIES, type ActivityCode } from "#lib/contract/activities.ts";

/** Groups of event types with prefixes of their codes; the first match wins. */
const KINDS: readonly [label: string, ...beginnings: string[]][] = [
  ["Invites", "user.invite"],
  ["Users", "user.", "transferred."],
  ["Service users", "service.user."],
  ["Access tokens", "personal.access.token."],
  ["Sign-in", "dashboard."],
  ["Groups", "group.", "peer.group.", "resource.group."],
  ["Protected services", "protected.service."],
  ["NetBird", "netbird."],
  ["Account", "account."],
];

export type ActivityGroup = { label: string; codes: ActivityCode[] };

const kindOf = (code: string): string | undefined =>
  KINDS.find(([, ...beginnings]) => beginnings.some((text) => code.startsWith(text)))?.[0];

// `ACTIVITIES` has no other keys.
const CODES = Object.keys(ACTIVITIES) as ActivityCode[];

/** All activity codes by group. */
export const ACTIVITY_GROUPS: readonly ActivityGroup[] = KINDS.map(([label]) => ({
  label,
  codes: CODES.filter((code) => kindOf(code) === label),
}));
