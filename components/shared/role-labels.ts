import type { Role } from "#lib/contract/fields.ts";

const NAMES: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  network_admin: "Network Admin",
  auditor: "Auditor",
  billing_admin: "Billing Admin",
  user: "User",
};

/** Without the contract's schemas, so that the browser need not load them for it. */
export const isRole = (value: unknown): value is Role =>
  typeof value === "string" && Object.hasOwn(NAMES, value);

/** The display name of a role. */
export const roleName = (role: Role): string => NAMES[role];

/** Service users read everything with any role; the role determines their changes. */
const OF_SERVICE_USERS: Record<Exclude<Role, "owner">, string> = {
  user: "Read-only access.",
  admin: "Full access.",
  network_admin: "Read-only, plus edit networks, groups and policies.",
  auditor: "Read-only access.",
  billing_admin: "Read-only access.",
};

const OF_PEOPLE: Record<Role, string> = {
  owner: "Full access, including account deletion.",
  admin: "Full access.",
  network_admin: "Reads the team; edits networks, groups and policies.",
  auditor: "Read-only access.",
  billing_admin: "Account, own profile and tokens only.",
  user: "Own profile and tokens only.",
};

export type RoleChoice = { role: Role; explanation: string };

/** The roles of service users, the two common ones first. */
export const SERVICE_USER_ROLES: readonly RoleChoice[] = (
  ["user", "admin", "network_admin", "auditor", "billing_admin"] as const
).map((role) => ({ role, explanation: OF_SERVICE_USERS[role] }));

/** The roles of users, the strongest first. */
export const PERSON_ROLES: readonly RoleChoice[] = (
  ["owner", "admin", "network_admin", "auditor", "user", "billing_admin"] as const
).map((role) => ({ role, explanation: OF_PEOPLE[role] }));

/** A role with its rights, within a sentence: "Admin: full access". */
export function roleDescription({
  role,
  isServiceUser,
}: {
  role: Role;
  isServiceUser: boolean;
}): string {
  const choices = isServiceUser ? SERVICE_USER_ROLES : PERSON_ROLES;
  const explanation = choices.find((choice) => choice.role === role)?.explanation ?? "";
  const within = explanation.charAt(0).toLowerCase() + explanation.slice(1).replace(/\.$/, "");
  return `${roleName(role)}: ${within}`;
}
