import { setImmediate } from "node:timers/promises";
import { KEY_RULE, nameKeyOf } from "#lib/contract/name-key.ts";
import { database } from "#lib/db/database.ts";
import { eventKeyOf } from "../events/event-key.ts";
import { insertParts } from "../tokens/token-parts.ts";

const PART = 200;

type Named = { id: string; name: string; nameKey: string };

/** Rows of a table part by part, each after the last one, with a pause for requests between. */
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
 * Writes the search keys again that an older rule made, once for each rule. A row that changed
 * meanwhile has its new key already and is left alone. Two processes may do it at once.
 */
export async function rewriteKeys(): Promise<void> {
  const { read, write } = database();
  const done = await read.searchKeys.findUnique({ where: { id: 1 } });
  if (done !== null && done.rule >= KEY_RULE) return;
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

async function rewriteNames(): Promise<void> {
  const { read, write } = database();
  const select = { id: true, name: true, nameKey: true } as const;
  await eachPart<Named>(
    (after) => read.user.findMany({ ...stretch(after), select }),
    async (rows) => {
      const old = outdated(rows);
      if (old.length === 0) return;
      await write(async (tx) => {
        for (const { id, name } of old) {
          await tx.user.updateMany({ where: { id, name }, data: { nameKey: nameKeyOf(name) } });
        }
      });
    },
  );
  await eachPart<Named>(
    (after) => read.group.findMany({ ...stretch(after), select }),
    async (rows) => {
      const old = outdated(rows);
      if (old.length === 0) return;
      await write(async (tx) => {
        for (const { id, name } of old) {
          await tx.group.updateMany({ where: { id, name }, data: { nameKey: nameKeyOf(name) } });
        }
      });
    },
  );
}

/** A token's name never changes, but it may be revoked meanwhile. */
async function rewriteTokens(): Promise<void> {
  const { read, write } = database();
  const select = { id: true, name: true, nameKey: true, publicId: true } as const;
  await eachPart<Named & { publicId: string }>(
    (after) => read.token.findMany({ ...stretch(after), select }),
    async (rows) => {
      const old = outdated(rows);
      if (old.length === 0) return;
      await write(async (tx) => {
        for (const { id, name, publicId } of old) {
          const nameKey = nameKeyOf(name);
          const { count } = await tx.token.updateMany({ where: { id }, data: { nameKey } });
          if (count === 0) continue;
          await tx.tokenPart.deleteMany({ where: { tokenId: id } });
          await insertParts(tx, [{ id, nameKey, publicId }]);
        }
      });
    },
  );
}

async function rewriteEvents(): Promise<void> {
  const { read, write } = database();
  const select = { id: true, meta: true, searchKey: true } as const;
  await eachPart<{ id: number; meta: unknown; searchKey: string | null }>(
    // The newest first: they are searched most.
    (after) =>
      read.auditEvent.findMany({
        ...(after === undefined ? {} : { where: { id: { lt: after } } }),
        orderBy: { id: "desc" },
        take: PART,
        select,
      }),
    async (rows) => {
      const old = rows.filter(({ meta, searchKey }) => eventKeyOf(Object(meta)) !== searchKey);
      if (old.length === 0) return;
      await write(async (tx) => {
        for (const { id, meta } of old) {
          const searchKey = eventKeyOf(Object(meta));
          await tx.auditEvent.updateMany({ where: { id }, data: { searchKey } });
        }
      });
    },
  );
}
