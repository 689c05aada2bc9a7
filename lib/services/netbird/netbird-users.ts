import { z } from "zod";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { Problem } from "#lib/contract/problem.ts";
import { database } from "#lib/db/database.ts";
import { ask, type UpstreamAnswer } from "#lib/netbird/ask.ts";
import type { Connection } from "#lib/netbird/connection.ts";
import type { Actor } from "../context.ts";
import type { UsersQuery } from "../users/list-users.ts";
import { SharedRuns } from "./shared-run.ts";
import { upstreamFor } from "./upstream-for.ts";

/*
 * People and service users of the NetBird server, which it shows together with the service users
 * that Roost has there for itself: those are hidden by their stored IDs.
 */

/** All other fields are passed on as they are. */
const netbirdUser = z.looseObject({
  id: z.string().min(1),
  email: z.string().default(""),
  name: z.string().default(""),
  role: z.string(),
  auto_groups: z
    .array(z.string())
    .nullish()
    .transform((ids) => ids ?? []),
  is_service_user: z.boolean().default(false),
  is_blocked: z.boolean().default(false),
  pending_approval: z.boolean().default(false),
  issued: z.string().default("api"),
});

/** A user of the NetBird server, on the wire. */
export type NetBirdUser = z.output<typeof netbirdUser>;

/** Lists by the credential that asks: many callers share it. */
const lists = new SharedRuns<UpstreamAnswer>();
const LIST_MAX_BYTES = 16 * 1024 * 1024;
const NEED = { module: "users", verb: "read" } as const;

/** The users of the NetBird server that match a query, for an actor who may see them. */
export async function listNetBirdUsers(
  through: Connection,
  actor: Actor,
  query: Partial<UsersQuery> = {},
): Promise<NetBirdUser[]> {
  const { credential, forget } = await upstreamFor(through, actor, { need: NEED, changes: false });
  const before = await hiddenUsers();
  const asked = { method: "GET", path: "/api/users", maxBytes: LIST_MAX_BYTES } as const;
  const { status, body } = await lists.run(credential, () => ask(credential, asked, through));
  const listed = z.array(netbirdUser).safeParse(body);
  if (status !== 200 || !listed.success) {
    if (status === 401 || status === 404) forget?.();
    throw new Problem("bad_gateway", "NetBird did not list its users");
  }
  // Before and after the list: one may have been created or deleted in the meantime.
  const hidden = new Set([...before, ...(await hiddenUsers())]);
  return listed.data
    .filter((user) => !hidden.has(user.id) && matches(user, query))
    .map((user) => ({ ...user, is_current: false }));
}

/** One of them. Null if there is none with this ID. */
export async function findNetBirdUser(
  through: Connection,
  actor: Actor,
  userId: string,
): Promise<NetBirdUser | null> {
  return (await listNetBirdUsers(through, actor)).find(({ id }) => id === userId) ?? null;
}

/** The IDs of the service users that Roost has at the NetBird server for itself. */
async function hiddenUsers(): Promise<Set<string>> {
  const { netBirdMirror, netBirdServer } = database().read;
  const mirrors = await netBirdMirror.findMany({ select: { upstreamId: true } });
  const servers = await netBirdServer.findMany({ select: { brokerId: true } });
  const ids = [
    ...mirrors.map(({ upstreamId }) => upstreamId ?? ""),
    ...servers.map(({ brokerId }) => brokerId),
  ];
  return new Set(ids);
}

function matches(user: NetBirdUser, query: Partial<UsersQuery>): boolean {
  const { service_user, role, status, group_id, same_name, contact, search } = query;
  const text = nameKeyOf(`${user.name} ${user.email} ${user.role}`);
  return (
    (service_user === undefined || user.is_service_user === service_user) &&
    (role === undefined || user.role === role) &&
    (status === undefined || stateOf(user) === status) &&
    (group_id === undefined || user.auto_groups.includes(group_id)) &&
    (same_name === undefined || nameKeyOf(user.name) === nameKeyOf(same_name)) &&
    contact === undefined &&
    nameKeyOf(search ?? "")
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

function stateOf({ is_blocked: isBlocked, pending_approval: isPending }: NetBirdUser): string {
  if (isPending) return "pending";
  return isBlocked ? "blocked" : "active";
}
