import { migrateDatabase } from "#lib/cli/migrate-database.ts";
import { database, useDatabase } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import type { Actor } from "#lib/services/context.ts";
import { actorOfSession } from "#lib/services/credentials.ts";
import { createGroup } from "#lib/services/groups/create-group.ts";
import { setUp } from "#lib/services/instance/set-up.ts";
import { createInvite } from "#lib/services/invites/create-invite.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";
import { createUser } from "#lib/services/users/create-user.ts";
import { updateUser } from "#lib/services/users/update-user.ts";
import { fill } from "../seed/fill.ts";
import { findOwner, prepareGroups } from "../seed/prepare.ts";
import { INVITED, type OWNER, OWNER_ADDRESS, PEOPLE, planTeam } from "./team.ts";
import { prepareUses } from "./uses.ts";

const ORIGIN = {
  address: OWNER_ADDRESS,
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  requestId: "team",
};
const MINUTE_MS = 60_000;
const LONG_AGO_MS = 335 * 24 * 60 * MINUTE_MS;
/** Time between the latest events, so that they do not all appear to be of this minute. */
const APART_MS = 23 * MINUTE_MS;

/** Creates the owner in the process's empty database, and the team with its history. */
export async function prepareTeam(owner: typeof OWNER): Promise<void> {
  await setUp(owner, ORIGIN);
  const { sessionId } = await signIn(owner, ORIGIN);
  const { groupIds } = await prepareGroups();
  await setClocksBack(0, LONG_AGO_MS);
  await fill({ planned: planTeam(new Date()), usable: [], groupIds, committed: async () => {} });
  await prepareUses((await findOwner(database().read)).accountId);
  const past = await lastEvent();
  const { actor } = await actorOfSession(database(), sessionId, ORIGIN);
  await makeChanges(actor, groupIds);
  await setClocksBack(past, 0);
  await recordSignIns();
}

/** Opens the database that the server uses or will use. */
export async function openPicturesDatabase(databaseUrl: string): Promise<void> {
  await migrateDatabase();
  useDatabase(await openDatabase(databaseUrl));
}

/** The latest activity: users, an invite, and changes with old and new values. */
async function makeChanges(actor: Actor, groupIds: Map<string, string>): Promise<void> {
  const group = (name: string) => groupIds.get(name) ?? "";
  for (const { group: name, ...person } of PEOPLE) {
    await createUser(actor, { ...person, is_service_user: false, auto_groups: [group(name)] });
  }
  await createInvite(actor, { ...INVITED, auto_groups: [] });
  const change = async (name: string, body: Parameters<typeof updateUser>[2]) => {
    const { id } = await database().read.user.findFirstOrThrow({ where: { name } });
    await updateUser(actor, id, body);
  };
  await change("inventory", { role: "auditor", autoGroups: [], isBlocked: true });
  await change("inventory", { role: "user", autoGroups: [], isBlocked: false });
  await createGroup(actor, { name: "release", peers: [], resources: [] });
  await change("dns-sync", {
    name: "dns-records",
    role: "network_admin",
    autoGroups: [group("network")],
    isBlocked: false,
  });
  await change("backup", {
    role: "admin",
    autoGroups: [group("backup"), group("production")],
    isBlocked: false,
  });
}

async function lastEvent(): Promise<number> {
  return (await database().read.auditEvent.findFirst({ orderBy: { id: "desc" } }))?.id ?? 0;
}

/** Spreads the events after a given one, which are all of this minute, over past hours. */
async function setClocksBack(after: number, ago: number): Promise<void> {
  const end = Date.now() - ago;
  await database().write(async (tx) => {
    const events = await tx.auditEvent.findMany({
      where: { id: { gt: after } },
      orderBy: { id: "desc" },
      select: { id: true },
    });
    for (const [index, { id }] of events.entries()) {
      const timestamp = new Date(end - (index + 1) * APART_MS);
      await tx.auditEvent.update({ where: { id }, data: { timestamp } });
      await tx.eventTerm.updateMany({ where: { eventId: id }, data: { timestamp } });
    }
  });
}

/** Gives each user another time of the last sign-in, and a password of their own. */
async function recordSignIns(): Promise<void> {
  const now = Date.now();
  await database().write(async (tx) => {
    for (const [index, { email }] of PEOPLE.entries()) {
      const lastLoginAt = new Date(now - (index * index * 17 + 1) * 53 * MINUTE_MS);
      await tx.user.update({
        where: { emailKey: email },
        data: { lastLoginAt, passwordGeneratedAt: null },
      });
    }
  });
}
