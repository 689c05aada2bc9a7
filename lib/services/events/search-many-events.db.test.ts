import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { type Database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { explained } from "#lib/dev/testing/query-plan.ts";
import {
  type SeededUser,
  seedAccount,
  seedEvents,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { eventKeyOf } from "./event-key.ts";
import { eventTermsOf } from "./event-terms.ts";
import { FEW_MATCHES, WALKED } from "./search-events.ts";

const at = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 1000);
/** More events than a part of a walk, with more of one kind than are read and sorted. */
const OLD = FEW_MATCHES + 300;
const EVENTS = OLD + WALKED + 700;
/** Found by the same search as the most frequent name. */
const ROBOT = "daily robot";
const CODES = ["group.add", "group.delete", "dashboard.login"];

let auditor: Member;
let machine: SeededUser;
let stored: Awaited<ReturnType<typeof seeded>>;
let opened: Database;
let reads: ReturnType<typeof explained>;

beforeAll(async () => {
  useTestSettings();
  const { database, url } = await freshDatabase();
  opened = database;
  const account = await seedAccount();
  auditor = await seedMember(account, { role: "auditor" });
  machine = await seedUser(account, { role: "user", isServiceUser: true, name: ROBOT });
  const events = Array.from({ length: EVENTS }, (_, n) => ({
    // Several events have the same time.
    at: at(n - (n % 3)),
    code: CODES[n % CODES.length] ?? "",
    meta: metaOf(n),
    ...(n % 997 === 0 ? { initiator: machine } : {}),
    ...(n % 1009 === 0 ? { targetId: machine.id } : {}),
  }));
  await seedEvents(account, events);
  stored = await seeded(database.read);
  // PostgreSQL does this by itself after a while; SQLite never does.
  if (inject("testDatabases").kind === "postgresql") {
    await database.write((tx) => tx.$executeRawUnsafe("ANALYZE"));
  }
  reads = explained(database, url);
  useDatabase(reads.database);
});
afterAll(() => reads.close());

/** Names that are frequent and old, frequent throughout, and rare. */
function metaOf(n: number): Record<string, string> {
  if (n < OLD) return { name: `ancient part-${n % 90}`, address: "198.51.100.7" };
  if (n % 2 === 0) return { name: "daily run", address: `192.0.2.${n % 200}` };
  return { name: n % 5000 === 1 ? "needle" : "", address: "198.51.100.8" };
}

type Client = Awaited<ReturnType<typeof freshDatabase>>["database"]["read"];
const seeded = (read: Client) =>
  read.auditEvent.findMany({ orderBy: [{ timestamp: "desc" }, { id: "desc" }] });

type Filter = { code?: string; initiator?: boolean; target?: boolean; since?: Date; until?: Date };

/** The IDs of the events that a search finds by its definition, newest first. */
function expected(search: string, { code, initiator, target, since, until }: Filter): string[] {
  const key = nameKeyOf(search);
  const byUser = ROBOT.includes(key);
  return stored
    .filter(
      (event) =>
        (byUser && [event.initiatorId, event.targetId].includes(machine.id)) ||
        eventTermsOf(eventKeyOf(Object(event.meta))).some((term) => term.startsWith(key)),
    )
    .filter((event) => code === undefined || event.activityCode === code)
    .filter((event) => !initiator || event.initiatorId === machine.id)
    .filter((event) => !target || event.targetId === machine.id)
    .filter(({ timestamp }) => since === undefined || timestamp >= since)
    .filter(({ timestamp }) => until === undefined || timestamp < until)
    .map(({ id }) => String(id));
}

function queryOf(search: string, { code, initiator, target, since, until }: Filter): string {
  const query = new URLSearchParams({ search, page_size: "500" });
  if (code) query.set("activity_code", code);
  if (initiator) query.set("initiator_id", machine.id);
  if (target) query.set("target_id", machine.id);
  if (since) query.set("since", since.toISOString());
  if (until) query.set("until", until.toISOString());
  return query.toString();
}

/** The IDs on all pages. */
async function everyPage(query: string): Promise<string[]> {
  const ids: string[] = [];
  let next: string | undefined = `/api/events/audit?${query}`;
  while (next !== undefined) {
    const answer: Awaited<ReturnType<typeof callApi>> = await callApi("GET", next, {
      token: auditor.token,
    });
    expect(answer.status).toBe(200);
    ids.push(...answer.body.map(({ id }: { id: string }) => id));
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  return ids;
}

const range = { since: at(OLD - 400), until: at(OLD + 4000) };
test.each<[string, Filter]>([
  ["ancient", {}],
  ["part-8", {}],
  ["daily", { since: at(EVENTS - 2000) }],
  ["daily", { ...range, code: "group.add" }],
  ["needle", {}],
  ["needle", { code: "group.delete" }],
  ["198.51.100.", range],
  ["198.51.100.7", { code: "dashboard.login", until: at(3000) }],
  ["0.113", {}],
  ["robot", {}],
  ["daily", { initiator: true }],
  ["198.51.100.7", { initiator: true }],
  ["198.51.100.7", { target: true }],
  ["ancient", { since: at(EVENTS - 10) }],
  ["eedle", {}],
])(
  "a search for %s with %j finds exactly the matching events, in both orders",
  async (search, filter) => {
    const ids = expected(search, filter);
    const query = queryOf(search, filter);
    expect(await everyPage(query)).toEqual(ids);
    expect(await everyPage(`${query}&sort=timestamp`)).toEqual(ids.toReversed());
  },
);

/** Steps that read every row, except of the few accounts, or sort more than the matches of a page. */
const SCANS =
  /seq scan on "?(AuditEvent|EventTerm)|scan (main\.)?"?(AuditEvent|EventTerm)\b(?!.*using)/i;
const SORTS = /\bsort key|use temp b-tree for order by/i;

test.each<[string, Filter]>([
  ["needle", {}],
  ["needle", { code: "group.add" }],
  // Both are frequent, but share no event.
  ["198.51.100.7", { code: "dashboard.login", since: at(OLD) }],
  ["robot", { code: "group.add" }],
])("few matches of %s with %j are found through the index of terms by code", async (...asked) => {
  reads.plans.length = 0;
  await callApi("GET", `/api/events/audit?${queryOf(...asked)}`, { token: auditor.token });
  const found = reads.plans.filter(({ sql }) => sql.includes("EventTerm"));
  expect(found, "the count and the matches").toHaveLength(2);
  for (const { steps } of found) {
    // PostgreSQL may skip along the few initiators instead of the codes.
    expect(steps.join("\n")).toMatch(
      /EventTerm_(activityCode|initiatorId)_term_timestamp_eventId_idx/,
    );
    expect(steps.join("\n")).not.toMatch(SCANS);
  }
});

test.each<[string, string, string, Filter]>([
  ["all events", "accountId_timestamp", "daily", {}],
  [
    ...(["the events of a code", "accountId_activityCode_timestamp", "198.51.100."] as const),
    { code: "group.add" },
  ],
])("a walk reads %s in order, and their terms one by one", async (_, index, search, filter) => {
  reads.plans.length = 0;
  await callApi("GET", `/api/events/audit?${queryOf(search, filter)}`, { token: auditor.token });
  const [walk, ...others] = reads.plans.filter(({ sql }) => sql.includes('AS "walked"'));
  expect(others).toEqual([]);
  const plan = walk?.steps.join("\n");
  expect(plan).toContain(`AuditEvent_${index}_id_idx`);
  expect(plan).toMatch(/EventTerm_pkey|sqlite_autoindex_EventTerm_1/);
  expect(plan).not.toMatch(SCANS);
  expect(plan).not.toMatch(SORTS);
});

test("the previous page of a walk is the one before", async () => {
  const get = (path: string) => callApi("GET", path, { token: auditor.token });
  const link = (answer: Awaited<ReturnType<typeof get>>, rel: string) =>
    new RegExp(`<([^>]+)>; rel="${rel}"`).exec(answer.headers.get("link") ?? "")?.[1] ?? "";
  const first = await get("/api/events/audit?search=daily&page_size=50");
  const second = await get(link(first, "next"));
  const again = await get(link(second, "prev"));
  expect(again.body).toEqual(first.body);
});

test("a complete list has at most 10 000 matching events, the newest first", async () => {
  // The client that explains queries takes fewer parameters.
  useDatabase(opened);
  const answer = await callApi("GET", "/api/events/audit?search=198.51.100.8", {
    token: auditor.token,
  });
  const ids = expected("198.51.100.8", {});
  expect(ids.length).toBeGreaterThan(9000);
  expect(answer.body.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 10_000));
});

test("a search finds no event of another account", async () => {
  const other = await seedAccount();
  await seedEvents(other, [{ at: at(EVENTS), code: "group.add", meta: { name: "needle" } }]);
  expect(await everyPage(queryOf("needle", {}))).toEqual(expected("needle", {}));
});
