import { randomUUID } from "node:crypto";
import type { Role } from "#lib/contract/fields.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { Tx } from "#lib/db/database.ts";

type NewUser = {
  accountId: string;
  createdBy: string;
  role: Role;
  autoGroups: string[];
  name: string;
  isServiceUser: boolean;
  email?: string;
  emailKey?: string;
  passwordHash?: string;
  passwordGeneratedAt?: Date;
};

/** Stores an active user with the auto groups in order; returns the ID. */
export async function insertUser(tx: Tx, { autoGroups, ...user }: NewUser): Promise<string> {
  const id = randomUUID();
  await tx.user.create({
    data: {
      id,
      createdAt: new Date(),
      nameKey: nameKeyOf(user.name),
      ...user,
      memberships: {
        create: autoGroups.map((groupId, position) => ({ groupId, position })),
      },
    },
  });
  return id;
}
