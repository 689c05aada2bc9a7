import type { EventView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { connection } from "#lib/netbird/connection.ts";
import { canBegin } from "#lib/policy/can.ts";
import { UPSTREAM_ROLES, type UpstreamRole } from "#lib/policy/upstream-role.ts";
import type { Actor } from "../context.ts";
import { listEvents } from "../events/list-events.ts";
import { assertCanBegin } from "../policy.ts";
import { type BrokerStatus, brokerStatus, checkNow, expiresSoon, isAdmin } from "./broker.ts";
import { CODES } from "./forwarded-write.ts";
import { type MirrorRow, ofPeople, userOf } from "./mirror-row.ts";

/** A service user that Roost has at the NetBird server for calls of its own users. */
export type MirrorView = {
  id: string;
  /** The service user of Roost that calls as it; null for people's. */
  user: { id: string; name: string; isBlocked: boolean } | null;
  /** The role that people's calls need; null for a service user's. */
  people: UpstreamRole | null;
  /** Its role at NetBird as last set; null if that is not known, or while its user is blocked. */
  role: UpstreamRole | null;
  createdAt: Date;
};

/** What is known of the NetBird server behind Roost. */
export type NetBirdStatus = {
  server: string;
  /** The latest check; its broker is an admin, or only reads are forwarded. */
  check: BrokerStatus;
  isBrokerAdmin: boolean;
  mirrors: MirrorView[];
  /** The newest changes that NetBird did not certainly carry out; null without the right to see events. */
  troubled: EventView[] | null;
};

/** Changes that are looked through, and the most that are returned. */
const LOOKED_AT = 500;
const SHOWN = 20;
/** Carried out, or still in progress. */
const SETTLED = new Set(["ok", "pending"]);

/** The state of the NetBird server behind Roost; null if there is none. */
export async function readNetBirdStatus(actor: Actor): Promise<NetBirdStatus | null> {
  assertCanBegin(actor, "settings.read");
  const through = connection();
  if (through === undefined) return null;
  if (brokerStatus() === undefined) await checkNow(through);
  const check = brokerStatus();
  if (check === undefined) throw new Error("the NetBird server was not checked");
  return {
    server: through.origin,
    check,
    isBrokerAdmin: "broker" in check && isAdmin(check.broker),
    mirrors: await mirrorsOf(actor.accountId),
    troubled: canBegin(actor, "events.list").allowed ? await troubledChanges(actor) : null,
  };
}

/** What needs attention now: a fault of the server or its token, or a token that expires soon. */
export type NetBirdTrouble = { reason: string } | { expiresAt: Date };

/** For the overview of those who may see the status; null if all is well, or not checked yet. */
export function netBirdTrouble(actor: Actor): NetBirdTrouble | null {
  const check = connection() && brokerStatus();
  if (check === undefined || !canBegin(actor, "settings.read").allowed) return null;
  if ("fault" in check) return { reason: check.reason };
  const { expiresAt } = check.broker;
  return expiresAt !== null && expiresSoon(check.broker, new Date()) ? { expiresAt } : null;
}

async function mirrorsOf(accountId: string): Promise<MirrorView[]> {
  const { read } = database();
  const rows = await read.netBirdMirror.findMany({
    where: { accountId, upstreamId: { not: null } },
    orderBy: { createdAt: "asc" },
  });
  const ids = rows.flatMap(({ owner }) => userOf(owner) ?? []);
  const users = await read.user.findMany({
    where: { accountId, id: { in: ids } },
    select: { id: true, name: true, isBlocked: true },
  });
  const byId = new Map(users.map((user) => [user.id, user]));
  return rows.flatMap((row) => viewOf(row, byId) ?? []);
}

/** None for a deleted service user, whose mirror is about to be deleted too. */
function viewOf(
  { id, owner, role, createdAt }: MirrorRow,
  users: Map<string, NonNullable<MirrorView["user"]>>,
): MirrorView | null {
  const userId = userOf(owner);
  const user = users.get(userId ?? "") ?? null;
  if (userId !== null && user === null) return null;
  const people = UPSTREAM_ROLES.find((one) => ofPeople(one) === owner) ?? null;
  return { id, user, people, role: UPSTREAM_ROLES.find((one) => one === role) ?? null, createdAt };
}

async function troubledChanges(actor: Actor): Promise<EventView[]> {
  const asked = { activity_code: Object.values(CODES), page_size: LOOKED_AT };
  const { items } = await listEvents(actor, asked);
  return items.filter(({ meta }) => !SETTLED.has(meta.outcome ?? "")).slice(0, SHOWN);
}
