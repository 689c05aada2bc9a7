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

/** A role's name as people read it. */
export const roleName = (role: Role): string => NAMES[role];

/** Service users read everything whatever their role; what they may change depends on it. */
const OF_SERVICE_USERS: Record<Exclude<Role, "owner">, string> = {
  user: "Read-only access.",
  admin: "Full access.",
  network_admin: "Read-only, plus edit networks, groups and policies.",
  auditor: "Read-only access.",
  billing_admin: "Read-only access.",
};

const OF_PEOPLE: Record<Role, string> = {
  owner: "Everything, with deleting the account.",
  admin: "Full access.",
  network_admin: "Reads the team, edits networks, groups and policies.",
  auditor: "Read-only access.",
  billing_admin: "Sees the account, their own profile and tokens.",
  user: "Own profile and tokens only.",
};

export type RoleChoice = { role: Role; explanation: string };

/** The roles that service users can have, the usual two first. */
export const SERVICE_USER_ROLES: readonly RoleChoice[] = (
  ["user", "admin", "network_admin", "auditor", "billing_admin"] as const
).map((role) => ({ role, explanation: OF_SERVICE_USERS[role] }));

/** The roles that people can have, the strongest first. */
export const PERSON_ROLES: readonly RoleChoice[] = (
  ["owner", "admin", "network_admin", "auditor", "user", "billing_admin"] as const
).map((role) => ({ role, explanation: OF_PEOPLE[role] }));

/** A role and what it lets such a user do, within a sentence: "Admin: full access". */
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
