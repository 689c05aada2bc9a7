import type { AccountSettings } from "#lib/contract/account.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import {
  type SeededAccount,
  type SeededUser,
  seedAccount,
  seedSession,
  seedToken,
  seedUser,
  type UserSeed,
} from "./seed.ts";

const SEEDS = {
  owner: { role: "owner" },
  admin: { role: "admin" },
  networkAdmin: { role: "network_admin" },
  auditor: { role: "auditor" },
  billingAdmin: { role: "billing_admin" },
  person: { role: "user" },
  /** A service user with write access, and one that only reads. */
  machine: { role: "admin", isServiceUser: true },
  reader: { role: "user", isServiceUser: true },
} as const satisfies Record<string, UserSeed>;

export type Who = keyof typeof SEEDS;
export const EVERYONE = Object.keys(SEEDS) as Who[];

/** A user with a valid token; `token` is the plain token. */
export type Member = SeededUser & { token: string; tokenId: string; publicId: string };
export type Team = { account: SeededAccount } & Record<Who, Member>;

/** A user of the account with a token. */
export async function seedMember(account: SeededAccount, seed: UserSeed): Promise<Member> {
  const user = await seedUser(account, seed);
  const { text, id, publicId } = await seedToken(user.id);
  return { ...user, token: text, tokenId: id, publicId };
}

/** A credential of the member that the operation admits: the token unless it needs a session. */
export async function credentialFor(id: OperationId, { id: userId, token }: Member) {
  const { sessionOnly }: Operation = operations[id];
  return sessionOnly === "always" ? { cookie: (await seedSession(userId)).cookie } : { token };
}

/** An account with a user of every role and two service users, each with a token. */
export async function seedTeam(settings: Partial<AccountSettings> = {}): Promise<Team> {
  const account = await seedAccount(settings);
  const members: [Who, Member][] = [];
  // In sequence: on a busy machine, sixteen concurrent hashes may exceed their deadline.
  for (const who of EVERYONE) members.push([who, await seedMember(account, SEEDS[who])]);
  // Every name of EVERYONE has its entry.
  return { account, ...(Object.fromEntries(members) as Record<Who, Member>) };
}
