import { setImmediate } from "node:timers/promises";
import { KEY_RULE, nameKeyOf } from "#lib/contract/name-key.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { eventKeyOf } from "../events/event-key.ts";
import { insertEventTerms, TERM_COLUMNS } from "../events/event-terms.ts";
import { insertPublicIds, insertTerms } from "../tokens/search-terms.ts";

const PART = 200;

type Named = { id: string; name: string; nameKey: string };

/** Reads a table in parts, with pauses for other requests. */
async function eachPart<Row extends { id: string | number }>(
  find: (after: Row["id"] | undefined) => Promise<Row[]>,
  rewrite: (rows: Row[]) => Promise<void>,
): Promise<void> {
  let after: Row["id"] | undefined;
  for (;;) {
    const rows = await find(after);
    if (rows.length === 0) return;
    await rewrite(rows);
    after = rows.at(-1)?.id;
    await setImmediate();
  }
}

const stretch = <Id>(after: Id | undefined) => ({
  ...(after === undefined ? {} : { where: { id: { gt: after } } }),
  orderBy: { id: "asc" as const },
  take: PART,
});

const outdated = <Row extends Named>(rows: Row[]): Row[] =>
  rows.filter(({ name, nameKey }) => nameKeyOf(name) !== nameKey);

/**
 * Rewrites the search keys of older rules, once per rule. Skips rows that changed in the meantime:
 * they have new keys. Two processes may run it concurrently. Also completes the latest events,
 * since an older version that runs in parallel writes neither keys nor terms.
 */
export async function rewriteKeys(): Promise<void> {
  const { read, write } = database();
  const done = await read.searchKeys.findUnique({ where: { id: 1 } });
  if (done !== null && done.rule >= KEY_RULE) return completeEvents();
  await rewriteNames();
  await rewriteTokens();
  await rewriteEvents();
  await write((tx) =>
    tx.searchKeys.upsert({
      where: { id: 1 },
      create: { id: 1, rule: KEY_RULE },
      update: { rule: KEY_RULE },
    }),
  );
}

const named = { id: true, name: true, nameKey: true } as const;

async function rewriteNames(): Promise<void> {
  const { read } = database();
  await eachPart<Named>(
    (after) => read.user.findMany({ ...stretch(after), select: named }),
    (rows) => writeNameKeys("User", outdated(rows)),
  );
  await eachPart<Named>(
    (after) => read.group.findMany({ ...stretch(after), select: named }),
    (rows) => writeNameKeys("Group", outdated(rows)),
  );
}

/** One statement for all rows; renamed rows have their new key already. */
async function writeNameKeys(table: "User" | "Group", rows: Named[]): Promise<void> {
  if (rows.length === 0) return;
  const keys = rows.map(({ id, name }) => Prisma.sql`(${id}, ${name}, ${nameKeyOf(name)})`);
  await database().write(
    (tx) => tx.$executeRaw`
      WITH "wanted" ("id", "name", "nameKey") AS (VALUES ${Prisma.join(keys)})
      UPDATE ${Prisma.raw(`"${table}"`)} AS "row" SET "nameKey" = "wanted"."nameKey"
      FROM "wanted" WHERE "row"."id" = "wanted"."id" AND "row"."name" = "wanted"."name"`,
  );
}

/** A token's name never changes, but it may be revoked in the meantime. */
async function rewriteTokens(): Promise<void> {
  const { read, write } = database();
  const select = { ...named, publicId: true } as const;
  await eachPart<Named & { publicId: string }>(
    (after) => read.token.findMany({ ...stretch(after), select }),
    async (rows) => {
      const old = outdated(rows);
      if (old.length === 0) return;
      await write(async (tx) => {
        const ids = old.map(({ id }) => id);
        const present = await tx.token.findMany({
          where: { id: { in: ids } },
          select: { id: true, secrets: { select: { tokenId: true, publicId: true } } },
        });
        const left = new Set(present.map(({ id }) => id));
        const keyed = old
          .filter(({ id }) => left.has(id))
          .map(({ id, name, publicId }) => ({ id, publicId, nameKey: nameKeyOf(name) }));
        if (keyed.length === 0) return;
        const keys = keyed.map(({ id, nameKey }) => Prisma.sql`(${id}, ${nameKey})`);
        await tx.$executeRaw`
          WITH "wanted" ("id", "nameKey") AS (VALUES ${Prisma.join(keys)})
          UPDATE "Token" AS "row" SET "nameKey" = "wanted"."nameKey"
          FROM "wanted" WHERE "row"."id" = "wanted"."id"`;
        await tx.tokenPart.deleteMany({ where: { tokenId: { in: ids } } });
        await insertTerms(tx, keyed);
        const current = new Set(keyed.map(({ publicId }) => publicId));
        const others = present.flatMap(({ secrets }) => secrets);
        await insertPublicIds(
          tx,
          others.filter(({ publicId }) => !current.has(publicId)),
        );
      });
    },
  );
}

/** How many of the latest events are completed at every start. */
const LATEST_EVENTS = 20_000;

/** The latest events without a key or without terms. */
async function completeEvents(): Promise<void> {
  const newest = { orderBy: { id: "desc" }, select: { id: true } } as const;
  const last = await database().read.auditEvent.findFirst(newest);
  await rewriteEvents((last?.id ?? 0) - LATEST_EVENTS, INCOMPLETE);
}

const INCOMPLETE = Prisma.sql`("searchKey" IS NULL OR "searchKey" <> ''
  AND NOT EXISTS (SELECT 1 FROM "EventTerm" WHERE "eventId" = "AuditEvent"."id"))`;

type StoredEvent = Parameters<typeof insertEventTerms>[1][number] & { meta: unknown };

/** Rewrites the keys and terms of events, newest first: they are searched most. */
async function rewriteEvents(after = 0, which = Prisma.sql`TRUE`): Promise<void> {
  const { read } = database();
  await eachPart<{ id: number }>(
    (before) => {
      const bound = before === undefined ? Prisma.empty : Prisma.sql`AND "id" < ${before}`;
      return read.$queryRaw`
        SELECT "id" FROM "AuditEvent" WHERE "id" > ${after} ${bound} AND ${which}
        ORDER BY "id" DESC LIMIT ${PART}`;
    },
    async (rows) => {
      const ids = rows.map(({ id }) => Number(id));
      await database().write(async (tx) => {
        const select = { ...TERM_COLUMNS, meta: true } as const;
        await rewriteKeysOf(
          tx,
          await tx.auditEvent.findMany({ where: { id: { in: ids } }, select }),
        );
      });
    },
  );
}

async function rewriteKeysOf(tx: Tx, events: StoredEvent[]): Promise<void> {
  const keyed = events.map((row) => ({ ...row, key: eventKeyOf(Object(row.meta)) }));
  const old = keyed.filter(({ key, searchKey }) => key !== searchKey);
  if (old.length > 0) {
    // Without a cast PostgreSQL would type a number in VALUES as text.
    const keys = old.map(({ id, key }) => Prisma.sql`(CAST(${id} AS INTEGER), ${key})`);
    await tx.$executeRaw`
      WITH "wanted" ("id", "searchKey") AS (VALUES ${Prisma.join(keys)})
      UPDATE "AuditEvent" AS "row" SET "searchKey" = "wanted"."searchKey"
      FROM "wanted" WHERE "row"."id" = "wanted"."id"`;
  }
  await tx.eventTerm.deleteMany({ where: { eventId: { in: events.map(({ id }) => id) } } });
  await insertEventTerms(
    tx,
    keyed.map(({ key, ...row }) => ({ ...row, searchKey: key })),
  );
}
