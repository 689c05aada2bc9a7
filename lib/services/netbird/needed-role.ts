import { database } from "#lib/db/database.ts";
import { scopesIn } from "#lib/policy/scopes.ts";
import {
  UPSTREAM_ROLES,
  type UpstreamNeed,
  type UpstreamRole,
  upstreamRoleFor,
  writesOf,
} from "#lib/policy/upstream-role.ts";
import { roleOf } from "../users/user-row.ts";
import { ofPeople, userOf } from "./mirror-row.ts";

/**
 * The least role at the NetBird server for what the live tokens of a mirror's owner may do
 * together, and for `need`. Null if the owner is deleted, blocked or pending.
 */
export async function neededRole(
  owner: string,
  need: UpstreamNeed,
  now: Date,
): Promise<UpstreamRole | null> {
  const id = userOf(owner);
  if (id === null) return UPSTREAM_ROLES.find((role) => ofPeople(role) === owner) ?? "admin";
  const { read } = database();
  const active = { id, isBlocked: false, pendingApproval: false };
  const user = await read.user.findFirst({
    where: active,
    select: { role: true, isServiceUser: true },
  });
  if (user === null) return null;
  const tokens = await read.token.findMany({
    where: { userId: id, disabledAt: null, expiresAt: { gt: now } },
    select: { scopes: true },
    distinct: ["scopes"],
  });
  const holder = { role: roleOf(user), isServiceUser: user.isServiceUser };
  const scopes = tokens.map((token) => scopesIn(token.scopes));
  return upstreamRoleFor([need, ...writesOf(holder, scopes)]);
}
