import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database, type ReadClient, type Tx, useDatabase } from "#lib/db/database.ts";
import { migrate } from "#lib/db/migrations.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase, freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { fill, folderOf, insertOldToken, names, using } from "#lib/dev/testing/migrations.ts";
import { seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { findToken } from "../credentials.ts";
import { flushWrites } from "../deferred-writes.ts";
import { recordTokenUse } from "../usage/record-use.ts";
import { summarizeTokens } from "./summarize-tokens.ts";
import { type CountedToken, correctCounts, countTokens, recountTokens } from "./token-days.ts";

const ORIGIN = { address: "192.0.2.1", userAgent: "", requestId: "" };
type Counted = { accountId: string; kind: string; day: string };
const keyOf = ({ accountId, kind, day }: Counted) => `${accountId} ${kind} ${day}`;
const byKey = (one: Counted, other: Counted) => (keyOf(one) < keyOf(other) ? -1 : 1);

/** The counts that are not zero. */
const counted = async (client: ReadClient | Tx) =>
  (await client.tokenDay.findMany({ where: { NOT: { count: 0 } } })).sort(byKey);

/** The counts, and the same counted again; at one time, since uses are written behind. */
const countedTwice = () =>
  database().write(async (tx) => {
    const kept = await counted(tx);
    await recountTokens(tx);
    return { kept, again: await counted(tx) };
  });

type Random = <T>(list: readonly T[]) => T;
type Write = (team: Team, random: Random) => Promise<unknown>;

const call = (team: Team, method: "POST" | "DELETE", path: string, body?: object) =>
  callApi(method, path, { token: team.owner.token, ...(body ? { body } : {}) });
const tokens = () => database().read.token.findMany({ orderBy: { id: "asc" } });
/** The tokens besides the owner's, with which the writes are made. */
const others = async (team: Team) =>
  (await tokens()).filter(({ userId }) => userId !== team.owner.id);
const anyOther = async (team: Team, random: Random) => random(await others(team));

const WRITES: Write[] = [
  (team, random) => {
    const owner = random([team.machine, team.reader, team.owner]);
    const body = { name: "made", expires_in: random([1, 2, 365]) };
    return call(team, "POST", `/api/users/${owner.id}/tokens`, body);
  },
  async (team, random) => {
    const { id, userId } = await anyOther(team, random);
    return call(team, "DELETE", `/api/users/${userId}/tokens/${id}`);
  },
  async (team, random) => {
    const { id, userId } = await anyOther(team, random);
    return call(team, "POST", `/api/users/${userId}/tokens/${id}/${random(["disable", "enable"])}`);
  },
  async (team, random) => {
    const ids = [await anyOther(team, random), await anyOther(team, random)].map(({ id }) => id);
    return call(team, "POST", "/api/tokens/revoke", { ids: [...new Set(ids)] });
  },
  async (team, random) => {
    const user = await seedUser(team.account, {
      role: "user",
      isServiceUser: random([true, false]),
    });
    for (const days of [1, 2]) await seedToken(user.id, { expiresAt: new Date(days * DAY_MS) });
    return call(team, "DELETE", `/api/users/${user.id}`);
  },
  async (team, random) => {
    const token = await findToken((await anyOther(team, random)).publicId);
    if (token === null) throw new Error("the token is missing");
    recordTokenUse(token, ORIGIN);
    return flushWrites();
  },
  async (team, random) => {
    // A use long ago, as the next use finds it.
    const { id } = await anyOther(team, random);
    const lastUsedAt = new Date(Date.now() - random([1, 2, 400]) * DAY_MS);
    return database().write(async (tx) => {
      const { user, ...token } = await tx.token.findUniqueOrThrow({
        where: { id },
        include: { user: true },
      });
      await tx.token.update({ where: { id }, data: { lastUsedAt } });
      await countTokens(tx, [
        { token, owner: user, by: -1 },
        { token: { ...token, lastUsedAt }, owner: user, by: 1 },
      ]);
    });
  },
];

test("the counts of days equal the tokens after random writes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 25, maxLength: 40 }),
      async (steps) => {
        useTestSettings();
        await freshDatabase();
        const team = await seedTeam();
        for (const [what, seed] of steps) {
          let state = seed;
          const random: Random = (list) => {
            state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
            return list[(state >>> 8) % list.length] as (typeof list)[number];
          };
          if ((await others(team)).length < 2) break;
          await WRITES[what % WRITES.length]?.(team, random);
        }
        const { kept, again } = await countedTwice();
        expect(kept).toEqual(again);
        expect(kept.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 5, endOnFailure: true },
  );
});

const SEEN = Date.UTC(2026, 10, 24, 13, 30);
/** Times around each boundary of a count, and of the days of those boundaries. */
const EDGES = [-300, -90, -30, -7, 0, 7, 14, 30, 90, 300].flatMap((days) => {
  const at = SEEN + days * DAY_MS;
  const midnight = Math.floor(at / DAY_MS) * DAY_MS;
  return [midnight - 1, midnight, at - 1, at, at + 1, midnight + DAY_MS - 1, midnight + DAY_MS];
});

/** Tokens with these times in any combination, of a user or a service user. */
async function seedEdges(team: Team): Promise<CountedRow[]> {
  const past = EDGES.filter((at) => at <= SEEN);
  const rows = Array.from({ length: 10 * EDGES.length }, (_, index) => ({
    expiresAt: new Date(EDGES[index % EDGES.length] ?? 0),
    createdAt: new Date(past[(index * 7) % past.length] ?? 0),
    lastUsedAt: index % 3 === 0 ? null : new Date(past[(index * 11) % past.length] ?? 0),
    userId: index % 5 === 0 ? team.person.id : team.machine.id,
    disabledAt: index % 4 === 0 ? new Date(SEEN) : null,
  }));
  await database().write(async (tx) => {
    await tx.token.deleteMany();
    const rest = { name: "", createdBy: "" };
    await tx.token.createMany({
      data: rows.map((row, index) => ({ ...rest, ...row, id: newXid(), publicId: `${index}` })),
    });
    await recountTokens(tx);
  });
  return rows;
}

type CountedRow = CountedToken & { userId: string };

test.each([{}, { expiring_within_days: 30, unused_for_days: 7 }])(
  "the summary with %s is exact at the edges of days and of its own ranges",
  async (days) => {
    useTestSettings();
    await freshDatabase();
    const team = await seedTeam();
    const actor = await actorOf(
      new Headers({ authorization: `Token ${team.owner.token}` }),
      ORIGIN,
    );
    const mine = await actorOf(
      new Headers({ authorization: `Token ${team.person.token}` }),
      ORIGIN,
    );
    await flushWrites();
    const rows = await seedEdges(team);
    vi.useFakeTimers({ toFake: ["Date"], now: SEEN });
    onTestFinished(() => void vi.useRealTimers());
    expect(await summarizeTokens(actor, days)).toMatchObject(expected(rows, team, days));
    const own = rows.filter(({ userId }) => userId === team.person.id);
    expect(await summarizeTokens(mine, days)).toMatchObject(expected(own, team, days));
    // With a second account, the tokens of the first are no longer all tokens.
    const other = await seedTeam();
    await seedToken(other.machine.id, { expiresAt: new Date(SEEN + DAY_MS) });
    expect(await summarizeTokens(actor, days)).toMatchObject(expected(rows, team, days));
  },
);

/** The counts of a summary, by the definitions of its fields. */
function expected(
  rows: CountedRow[],
  team: Team,
  { expiring_within_days: soon = 14, unused_for_days: ago = 90 },
) {
  const of = (wanted: (row: CountedRow) => boolean) => rows.filter(wanted).length;
  const within = (after: number, until: number) =>
    of(
      ({ expiresAt: at, disabledAt }) =>
        disabledAt === null && +at > SEEN + after * DAY_MS && +at <= SEEN + until * DAY_MS,
    );
  const long = new Date(SEEN - ago * DAY_MS);
  return {
    total: rows.length,
    active: of(({ expiresAt, disabledAt }) => +expiresAt > SEEN && disabledAt === null),
    disabled: of(({ expiresAt, disabledAt }) => +expiresAt > SEEN && disabledAt !== null),
    expired: of(({ expiresAt }) => +expiresAt <= SEEN),
    expiring: within(0, soon),
    neverUsed: of(({ lastUsedAt }) => lastUsedAt === null),
    used7Days: of(({ lastUsedAt }) => +(lastUsedAt ?? 0) >= SEEN - 7 * DAY_MS),
    unused: of((row) => row.createdAt < long && (row.lastUsedAt ?? new Date(0)) < long),
    byOwnerKind: {
      user: of(({ userId }) => userId === team.person.id),
      serviceUser: of(({ userId }) => userId === team.machine.id),
    },
    byExpiry: [
      { afterDays: 0, untilDays: 7, count: within(0, 7) },
      { afterDays: 7, untilDays: 30, count: within(7, 30) },
      { afterDays: 30, untilDays: 90, count: within(30, 90) },
      { afterDays: 90, untilDays: null, count: within(90, 10_000) },
    ],
  };
}

test("the migration counts the tokens that exist", async () => {
  const url = await freshDatabaseUrl("empty");
  await migrate(url, folderOf(names.findIndex((name) => name.endsWith("_token_days"))));
  await fill(url);
  const at = (day: number) => new Date(Date.UTC(2026, 0, day, 23, 59, 59, 999));
  const rows = [
    { createdAt: at(1), expiresAt: at(3), lastUsedAt: null },
    { createdAt: at(1), expiresAt: at(4), lastUsedAt: at(2) },
    { createdAt: at(2), expiresAt: at(4), lastUsedAt: at(1) },
  ];
  await using(url, ({ write }) =>
    write(async (tx) => {
      const { userId } = await tx.token.findFirstOrThrow({ select: { userId: true } });
      for (const [index, row] of rows.entries()) {
        const id = String(index);
        await insertOldToken(tx, { ...row, id, userId, publicId: id });
      }
    }),
  );
  await migrate(url);
  await using(url, async (opened) => {
    const migrated = await counted(opened.read);
    await opened.write((tx) => recountTokens(tx));
    expect(migrated).toEqual(await counted(opened.read));
    const last = { accountId: "key 1", kind: "active", day: "2026-01-02", count: 3 };
    expect(migrated).toContainEqual(last);
  });
});

const WRONG: [string, (tx: Tx) => Promise<unknown>][] = [
  ["a count too high", (tx) => tx.tokenDay.updateMany({ data: { count: { increment: 1 } } })],
  ["a missing count", (tx) => tx.tokenDay.deleteMany({ where: { kind: "used" } })],
  [
    "tokens deleted without counting",
    async (tx) => tx.token.delete({ where: { id: (await tx.token.findFirstOrThrow()).id } }),
  ],
];

test.each(WRONG)("%s is corrected, and correct counts are not written", async (_, spoil) => {
  useTestSettings();
  await freshDatabase();
  await seedTeam();
  const real = database();
  onTestFinished(() => useDatabase(real));
  let writes = 0;
  useDatabase({
    ...real,
    write: (work) => {
      writes += 1;
      return real.write(work);
    },
  });
  await correctCounts();
  expect(writes).toBe(0);
  await real.write(spoil);
  await correctCounts();
  expect(writes).toBe(1);
  const { kept, again } = await countedTwice();
  expect(kept).toEqual(again);
});
