import type { Role } from "#lib/contract/fields.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";

type ServiceSeed = {
  slug: string;
  /** Sorted; absent for any. */
  roles?: Role[];
  groups?: string[];
  methods?: string[];
  headers?: "x-forwarded" | "x-original";
  alsoAccepts?: string[];
  challenge?: "bearer" | "basic";
};

/** A protected service of the account, open to every role, group and method unless some are given. */
export async function seedService(
  account: { id: string },
  { slug, roles, groups = [], methods, ...seed }: ServiceSeed,
): Promise<string> {
  const id = newXid();
  const now = new Date();
  await database().write((tx) =>
    tx.protectedService.create({
      data: {
        ...{ id, accountId: account.id, slug, createdAt: now, updatedAt: now },
        roles: roles?.join(" ") ?? null,
        methods: methods?.join(" ") ?? null,
        headers: seed.headers ?? "x-forwarded",
        alsoAccepts: seed.alsoAccepts?.join(" ") ?? "",
        challenge: seed.challenge ?? "bearer",
        groups: { create: groups.map((groupId) => ({ groupId })) },
      },
    }),
  );
  return id;
}
