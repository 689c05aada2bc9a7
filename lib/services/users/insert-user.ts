import { randomUUID } from "node:crypto";
import type { Role } from "#lib/contract/fields.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { Tx } from "#lib/db/database.ts";
import { boolean, number, text, time } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";
import type { UserRow } from "./user-row.ts";

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
  description?: string;
  contactId?: string | null;
};

/** Every column that a new user has a value for. */
export const userInsert = preparedInsert("User", {
  ...{ id: text, accountId: text, name: text, nameKey: text, email: text, emailKey: text.orNull },
  ...{ role: text, isServiceUser: boolean, isBlocked: boolean, pendingApproval: boolean },
  ...{ issued: text, passwordHash: text.orNull, passwordGeneratedAt: time.orNull },
  ...{ createdAt: time, createdBy: text, description: text, contactId: text.orNull },
});

export const membershipInsert = preparedInsert("Membership", {
  ...{ userId: text, position: number, groupId: text },
});

const DEFAULTS = {
  email: "",
  isBlocked: false,
  pendingApproval: false,
  issued: "api",
  description: "",
};
const NULLS = { emailKey: null, passwordHash: null, passwordGeneratedAt: null, contactId: null };

/** Stores an active user with the auto groups in order; returns the row. */
export async function insertUser(tx: Tx, { autoGroups, ...user }: NewUser): Promise<UserRow> {
  const id = randomUUID();
  const nameKey = nameKeyOf(user.name);
  const row = { ...DEFAULTS, ...NULLS, id, createdAt: new Date(), nameKey, ...user };
  await tx.insert(userInsert, [row]);
  const memberships = autoGroups.map((groupId, position) => ({ groupId, position }));
  await tx.insert(
    membershipInsert,
    memberships.map((membership) => ({ ...membership, userId: id })),
  );
  return { ...row, lastLoginAt: null, memberships };
}
