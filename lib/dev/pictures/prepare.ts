import type { APIRequestContext, Browser } from "playwright";
import { migrateDatabase } from "#lib/cli/migrate-database.ts";
import { database, useDatabase } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { fill } from "../seed/fill.ts";
import { findOwner, prepareGroups } from "../seed/prepare.ts";
import { INVITED, OWNER, OWNER_ADDRESS, PEOPLE, planTeam } from "./team.ts";
import { prepareUses } from "./uses.ts";

/** Sends a request as owner; throws if it is refused. */
type Ask = (method: string, path: string, body?: unknown) => Promise<{ id: string; name: string }>;
type Found = { id: string; name: string };

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const MINUTE_MS = 60_000;
const LONG_AGO_MS = 335 * 24 * 60 * MINUTE_MS;
/** Time between the latest events, so that they do not all appear to be of this minute. */
const APART_MS = 23 * MINUTE_MS;

/** Creates the owner and fills the process's database with the team and its history. */
export async function prepareTeam(browser: Browser, url: string): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    userAgent: FIREFOX,
    extraHTTPHeaders: { origin: url, "x-forwarded-for": OWNER_ADDRESS },
  });
  await setUp(context.request);
  const { groupIds } = await prepareGroups();
  await setClocksBack(0, LONG_AGO_MS);
  await fill({ planned: planTeam(new Date()), usable: [], groupIds, committed: async () => {} });
  await prepareUses((await findOwner(database().read)).accountId);
  const past = await lastEvent();
  await makeChanges(asOwner(context.request), groupIds);
  await setClocksBack(past, 0);
  await letPeopleIn();
  await context.close();
}

/** Opens the database that the server uses or will use. */
export async function openPicturesDatabase(databaseUrl: string): Promise<void> {
  await migrateDatabase();
  useDatabase(await openDatabase(databaseUrl));
}

/** Signs in the owner. */
async function setUp(request: APIRequestContext): Promise<void> {
  await request.post("/api/setup", { data: OWNER });
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const { email, password } = OWNER;
  const form = { csrfToken, email, password, json: "true" };
  await request.post("/api/auth/callback/credentials", { form });
}

const asOwner =
  (request: APIRequestContext): Ask =>
  async (method, path, data) => {
    const answer = await request.fetch(path, { method, ...(data === undefined ? {} : { data }) });
    if (!answer.ok()) throw new Error(`${method} ${path} returned ${answer.status()}`);
    return answer.json();
  };

/** The latest activity: users, an invite, and changes with old and new values. */
async function makeChanges(ask: Ask, groupIds: Map<string, string>): Promise<void> {
  const rest = { is_service_user: false, auto_groups: [] as string[] };
  for (const { group, ...person } of PEOPLE) {
    const auto_groups = [groupIds.get(group) ?? ""];
    await ask("POST", "/api/users", { ...rest, ...person, auto_groups });
  }
  await ask("POST", "/api/users/invites", { ...INVITED, auto_groups: [] });
  const users = (await ask("GET", "/api/users?service_user=true")) as unknown as Found[];
  const pathOf = (name: string) => `/api/users/${users.find((user) => user.name === name)?.id}`;
  await ask("PUT", pathOf("inventory"), { role: "auditor", auto_groups: [], is_blocked: true });
  await ask("PUT", pathOf("inventory"), { role: "user", auto_groups: [], is_blocked: false });
  await ask("POST", "/api/groups", { name: "release" });
  const dns = { role: "network_admin", auto_groups: [groupIds.get("network")], is_blocked: false };
  await ask("PUT", pathOf("dns-sync"), { ...dns, name: "dns-records" });
  await ask("PUT", pathOf("backup"), {
    role: "admin",
    auto_groups: [groupIds.get("backup"), groupIds.get("production")],
    is_blocked: false,
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
    }
  });
}

/** Gives each user another time of the last sign-in. */
async function letPeopleIn(): Promise<void> {
  const now = Date.now();
  await database().write(async (tx) => {
    for (const [index, { email }] of PEOPLE.entries()) {
      const lastLoginAt = new Date(now - (index * index * 17 + 1) * 53 * MINUTE_MS);
      await tx.user.update({ where: { emailKey: email }, data: { lastLoginAt } });
    }
  });
}
