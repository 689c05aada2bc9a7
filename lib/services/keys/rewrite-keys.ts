import { setImmediate } from "node:timers/promises";
import { KEY_RULE, nameKeyOf } from "#lib/contract/name-key.ts";
import { database } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { eventKeyOf } from "../events/event-key.ts";
import { SEARCHED_EVENTS } from "../events/list-events.ts";
import { insertTerms } from "../tokens/search-terms.ts";

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
 * they have new keys. Two processes may run it concurrently. Also adds keys to the latest events,
 * since an older version that runs in parallel does not write them.
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
          select: { id: true },
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
      });
    },
  );
}

/** The searched events without a key. */
async function completeEvents(): Promise<void> {
  const newest = { orderBy: { id: "desc" }, select: { id: true } } as const;
  const last = await database().read.auditEvent.findFirst(newest);
  const gt = (last?.id ?? 0) - SEARCHED_EVENTS;
  await rewriteEvents({ searchKey: null, id: { gt } });
}

type Which = { searchKey?: null; id?: { gt: number } };

async function rewriteEvents({ id, ...which }: Which = {}): Promise<void> {
  const { read, write } = database();
  const select = { id: true, meta: true, searchKey: true } as const;
  await eachPart<{ id: number; meta: unknown; searchKey: string | null }>(
    // Newest first: they are searched most.
    (after) =>
      read.auditEvent.findMany({
        where: { ...which, id: { ...id, ...(after === undefined ? {} : { lt: after }) } },
        orderBy: { id: "desc" },
        take: PART,
        select,
      }),
    async (rows) => {
      const old = rows.filter(({ meta, searchKey }) => eventKeyOf(Object(meta)) !== searchKey);
      if (old.length === 0) return;
      const keys = old.map(
        // Without a cast PostgreSQL would type a number in VALUES as text.
        ({ id, meta }) => Prisma.sql`(CAST(${id} AS INTEGER), ${eventKeyOf(Object(meta))})`,
      );
      await write(
        (tx) => tx.$executeRaw`
          WITH "wanted" ("id", "searchKey") AS (VALUES ${Prisma.join(keys)})
          UPDATE "AuditEvent" AS "row" SET "searchKey" = "wanted"."searchKey"
          FROM "wanted" WHERE "row"."id" = "wanted"."id"`,
      );
    },
  );
}
