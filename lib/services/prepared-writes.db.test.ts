import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { database, isPostgresql, type Tx } from "#lib/db/database.ts";
import type { PreparedInsert } from "#lib/db/prepared-insert.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { text, time } from "#lib/dev/testing/random-values.ts";
import { type SeededAccount, seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { eventTermInsert } from "./events/event-terms.ts";
import { eventInsert } from "./events/record-event.ts";
import { tokenInsert } from "./tokens/create-token.ts";
import { termInsert } from "./tokens/search-terms.ts";
import { secretInsert } from "./tokens/secret-row.ts";
import { ancestorInsert } from "./tokens/token-ancestors.ts";
import { dayInsert } from "./tokens/token-days.ts";
import { membershipInsert, userInsert } from "./users/insert-user.ts";

/*
 * The prepared inserts store what Prisma stores, to the byte, on random rows: strings with quotes,
 * control characters and other planes, times with milliseconds, JSON, nulls, both booleans.
 */

const ROWS = 40;

/** Prisma loses the key __proto__; the keys of events are ours, never a client's. */
const key = text.filter((value) => value !== "__proto__");

const number = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

type Case = {
  table: string;
  // Each case has rows of another type.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  into: PreparedInsert<any, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  model: (tx: Tx) => any;
  values: Record<string, fc.Arbitrary<unknown>>;
  /** The values that identify a row, and refer to others. */
  keys: (id: string, at: number) => Record<string, unknown>;
  /** Columns that new rows leave to the database. */
  left: readonly string[];
};

let account: SeededAccount;
let eventId: number;
let url: string;

const CASES: Case[] = [
  {
    table: "User",
    into: userInsert,
    model: (tx) => tx.user,
    values: {
      ...{ name: text, nameKey: text, email: text, role: text, issued: text, createdBy: text },
      ...{ isServiceUser: fc.boolean(), isBlocked: fc.boolean(), pendingApproval: fc.boolean() },
      ...{ passwordHash: fc.option(text), passwordGeneratedAt: fc.option(time), createdAt: time },
      ...{ description: text, contactId: fc.option(text) },
    },
    keys: (id, at) => ({ id, accountId: account.id, emailKey: at % 2 === 0 ? id : null }),
    left: ["lastLoginAt", "lastUsedAt", "reviewedAt", "reviewedBy"],
  },
  {
    table: "Membership",
    into: membershipInsert,
    model: (tx) => tx.membership,
    values: { groupId: text },
    keys: (id, position) => ({ userId: `${id.split(" ")[0]} user`, position }),
    left: [],
  },
  {
    table: "Token",
    into: tokenInsert,
    model: (tx) => tx.token,
    values: {
      ...{ name: text, description: text, nameKey: text, createdBy: text },
      ...{ expiresAt: time, createdAt: time },
      ...{ scopes: fc.option(text), allowedNetworks: fc.option(text), limits: fc.option(text) },
    },
    keys: (id) => ({ id, publicId: id, userId: "the user" }),
    left: [
      ...["lastUsedAt", "lastUsedIp", "lastUsedAgent"],
      ...["disabledAt", "disabledReason", "unusedNoticeAt"],
    ],
  },
  {
    table: "TokenSecret",
    into: secretInsert,
    model: (tx) => tx.tokenSecret,
    values: {
      ...{ hash: text, state: text, createdAt: time, expiresAt: time },
      ...{
        endsAt: fc.option(time),
        activatedAt: fc.option(time),
        overlapSeconds: fc.option(number),
        rotatedBy: fc.option(text),
      },
    },
    keys: (id) => ({ id, publicId: id, tokenId: "the token" }),
    left: ["replacedAt", "leakedAt", "lastUsedAt", "lastUsedIp", "lastUsedAgent"],
  },
  {
    table: "TokenPart",
    into: termInsert,
    model: (tx) => tx.tokenPart,
    values: { part: text },
    keys: (id) => ({ tokenId: `token of ${id}` }),
    left: [],
  },
  {
    table: "TokenDay",
    into: dayInsert,
    model: (tx) => tx.tokenDay,
    values: { kind: text, count: number },
    keys: (day) => ({ accountId: account.id, day }),
    left: [],
  },
  {
    table: "TokenAncestor",
    into: ancestorInsert,
    model: (tx) => tx.tokenAncestor,
    values: { depth: number },
    keys: (ancestorId) => ({ tokenId: "the token", ancestorId }),
    left: [],
  },
  {
    table: "AuditEvent",
    into: eventInsert,
    model: (tx) => tx.auditEvent,
    values: {
      ...{ timestamp: time, activityCode: text, initiatorName: text, initiatorEmail: text },
      ...{ initiatorId: text, meta: fc.dictionary(key, fc.oneof(text, number)), searchKey: text },
    },
    keys: (targetId) => ({ accountId: account.id, targetId }),
    left: ["id"],
  },
  {
    table: "EventTerm",
    into: eventTermInsert,
    model: (tx) => tx.eventTerm,
    values: { timestamp: time, activityCode: text, initiatorId: text },
    keys: (term) => ({ eventId, term }),
    left: [],
  },
];

beforeAll(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  account = await seedAccount();
  const createdAt = new Date();
  await database().write(async (tx) => {
    for (const id of ["the user", "prisma user", "prepared user"]) {
      const rest = { name: id, role: "user", isServiceUser: true, createdBy: "", createdAt };
      await tx.user.create({ data: { id, accountId: account.id, ...rest } });
    }
    const ids = ["prisma", "prepared"].flatMap((by) =>
      Array.from({ length: ROWS }, (_, at) => `token of ${by} ${at}`),
    );
    const rest = { userId: "the user", name: "", createdBy: "", createdAt };
    for (const id of ["the token", ...ids]) {
      await tx.token.create({ data: { id, publicId: id, expiresAt: createdAt, ...rest } });
    }
    const names = { initiatorId: "", initiatorName: "", initiatorEmail: "" };
    const event = { timestamp: createdAt, activityCode: "", targetId: "", meta: {} };
    const data = { accountId: account.id, ...event, ...names };
    eventId = (await tx.auditEvent.create({ data })).id;
  });
});

const quoted = (name: string) => `"${name}"`;

/** The columns of a table, in the database itself. */
async function columnsOf(table: string): Promise<string[]> {
  const sql = isPostgresql(url)
    ? `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name = '${table}'`
    : `SELECT name FROM pragma_table_info('${table}')`;
  const rows = await database().write((tx) => tx.$queryRawUnsafe<{ name: string }[]>(sql));
  return rows.map(({ name }) => name);
}

/** The rows of one writer as the database stores them: each value as a string, with its type. */
async function storedBy(by: string, { table, keys, left }: Case): Promise<string[]> {
  const [key = ""] = Object.entries(keys(by, 0)).find(([, value]) => `${value}`.includes(by)) ?? [];
  const prefix = table === "TokenPart" ? "token of " : "";
  const columns = (await columnsOf(table)).filter(
    (name) => table !== "AuditEvent" || name !== "id",
  );
  const type = isPostgresql(url) ? "pg_typeof" : "typeof";
  const values = columns.map(
    (name) =>
      `COALESCE(CAST("${name}" AS TEXT), 'null') || ' ' || CAST(${type}("${name}") AS TEXT)`,
  );
  expect(left.every((name) => name === "id" || columns.includes(name))).toBe(true);
  const rows = await database().write((tx) =>
    tx.$queryRawUnsafe<{ row: string }[]>(
      `SELECT ${values.join(" || '\n' || ")} AS "row" FROM ${quoted(table)}
       WHERE "${key}" LIKE '${prefix}${by} %'`,
    ),
  );
  return rows.map(({ row }) => row.replaceAll(`${by} `, "")).sort();
}

test.each(CASES)("a prepared insert into $table stores what Prisma stores", async (given) => {
  const { into, model, values, keys } = given;
  const rows = fc.sample(fc.record(values), ROWS);
  const by = (who: string) => rows.map((row, at) => ({ ...row, ...keys(`${who} ${at}`, at) }));
  await database().write(async (tx) => {
    await model(tx).createMany({ data: by("prisma") });
    await tx.insert(into, by("prepared"));
  });
  const expected = await storedBy("prisma", given);
  expect(expected.length).toBeGreaterThanOrEqual(ROWS);
  expect(await storedBy("prepared", given)).toEqual(expected);
});

test.each(CASES)("an insert into $table names every column but $left", async (given) => {
  const { table, into, left } = given;
  expect([...into.columns, ...left].sort()).toEqual((await columnsOf(table)).sort());
});
