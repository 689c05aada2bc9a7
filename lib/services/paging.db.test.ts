import { beforeAll, expect, test } from "vitest";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { flushWrites } from "./deferred-writes.ts";
import { insertTerms } from "./tokens/search-terms.ts";

beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
});

type Item = { id: string };
/** A list with functions to add and delete rows. */
type List = {
  path: string;
  token: string;
  add(id: string, name: string, at: Date, sometimes: Date | null): Promise<unknown>;
  remove(id: string): Promise<unknown>;
};

const addToken =
  (owner: string): List["add"] =>
  (id, name, at, lastUsedAt) => {
    const publicId = id.slice(0, 10);
    const nameKey = nameKeyOf(name);
    const row = { id, userId: owner, name, nameKey, publicId, createdBy: owner };
    return database().write(async (tx) => {
      await tx.token.create({ data: { ...row, createdAt: at, expiresAt: at, lastUsedAt } });
      await insertTerms(tx, [row]);
    });
  };
const removeToken = (id: string) =>
  database().write((tx) => tx.token.deleteMany({ where: { id } }));

const LISTS = {
  users: (accountId: string, { token }: Member): List => ({
    path: "/api/users",
    token,
    add: (id, name, createdAt, lastLoginAt) =>
      database().write((tx) =>
        tx.user.create({
          data: {
            ...{ id, accountId, name, nameKey: nameKeyOf(name), createdAt, lastLoginAt },
            ...{ role: "user", isServiceUser: true, createdBy: "" },
          },
        }),
      ),
    remove: (id) => database().write((tx) => tx.user.deleteMany({ where: { id } })),
  }),
  "a user's tokens": (_: string, { id, token }: Member): List => ({
    path: `/api/users/${id}/tokens`,
    token,
    add: addToken(id),
    remove: removeToken,
  }),
  "all tokens": (_: string, { id, token }: Member): List => ({
    path: "/api/tokens",
    token,
    add: addToken(id),
    remove: removeToken,
  }),
};

const TIMES = [new Date("2026-01-01T00:00:00.001Z"), new Date("2026-01-01T00:00:00.002Z")] as const;
const NAMES = ["same", "same", "Ünder", "a_b"] as const;
let rows = 0;

/** Rows with equal times and names, with and without nullable values. */
async function addRows(list: List, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const id = `${(rows++ * 7919) % 100_003}`.padStart(6, "0").padEnd(10, "x");
    const time = TIMES[at % 2 === 0 ? 0 : 1];
    await list.add(id, NAMES[at % 4] ?? "", time, at % 3 === 0 ? time : null);
    ids.push(id);
  }
  return ids;
}

async function newList(kind: keyof typeof LISTS): Promise<List> {
  const account = await seedAccount();
  const list = LISTS[kind](account.id, await seedMember(account, { role: "owner" }));
  // Writes the first use now, so that the caller's own token does not move between pages.
  await callApi("GET", list.path, { token: list.token });
  await flushWrites();
  return list;
}

const idsIn = (items: Item[]) => items.map(({ id }) => id);
const linked = (headers: Headers) => /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];

/** The IDs of all pages, with an action between pages. */
async function follow(
  { path, token }: List,
  query: string,
  between: (page: string[]) => Promise<unknown> = async () => {},
): Promise<string[]> {
  const seen: string[] = [];
  let next: string | undefined = `${path}?page_size=3&${query}`;
  while (next !== undefined) {
    const { status, headers, body }: Awaited<ReturnType<typeof callApi>> = await callApi(
      "GET",
      next,
      { token },
    );
    expect(status).toBe(200);
    seen.push(...idsIn(body));
    await between(idsIn(body));
    next = linked(headers);
  }
  return seen;
}

const ORDERS = (Object.keys(LISTS) as (keyof typeof LISTS)[]).flatMap((kind) =>
  ["created_at", "name", ...(kind === "users" ? ["last_login"] : ["expiration_date", "last_used"])]
    .flatMap((name) => [name, `-${name}`])
    .map((sort) => [kind, sort] as const),
);

test.each(ORDERS)("%s by %s: the pages add up to the complete list", async (kind, sort) => {
  const list = await newList(kind);
  const ids = await addRows(list, 11);
  const whole = await callApi("GET", `${list.path}?sort=${sort}`, { token: list.token });
  expect(idsIn(whole.body)).toEqual(expect.arrayContaining(ids));
  expect(linked(whole.headers)).toBeUndefined();
  expect(await follow(list, `sort=${sort}`)).toEqual(idsIn(whole.body));
});

test.each(ORDERS)(
  "%s by %s: rows added or deleted between pages neither hide nor repeat others",
  async (kind, sort) => {
    const list = await newList(kind);
    const ids = await addRows(list, 12);
    const victims = ids.filter((_, at) => at % 4 === 3);
    let turns = 0;
    const seen = await follow(list, `sort=${sort}`, async (page) => {
      if (turns++ > 3) return;
      await addRows(list, 1);
      // The last of a page, where the next begins, and an arbitrary one.
      for (const id of [page.at(-1), victims.pop()]) {
        if (id !== undefined && ids.includes(id)) await list.remove(id);
      }
    });
    expect(new Set(seen).size).toBe(seen.length);
    const left = idsIn((await callApi("GET", list.path, { token: list.token })).body);
    expect(seen).toEqual(expect.arrayContaining(ids.filter((id) => left.includes(id))));
  },
);

const encoded = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");

test.each(Object.keys(LISTS) as (keyof typeof LISTS)[])(
  "%s: returns 422 for a wrong, cut or unstorable cursor, or one of another order",
  async (kind) => {
    const list = await newList(kind);
    await addRows(list, 4);
    const read = (query: string) => callApi("GET", `${list.path}?${query}`, { token: list.token });
    const next = linked((await read("page_size=2")).headers) ?? "";
    const cursor = new URL(next, "http://x").searchParams.get("cursor") ?? "";
    expect((await read(`cursor=${cursor}`)).status).toBe(200);
    const time = "2026-01-01T00:00:00.000Z";
    const wrong = [
      ...["", "x", "%00", "%", "null", "W10", encoded({}), encoded(null), "x".repeat(1025)],
      ...Array.from({ length: cursor.length - 1 }, (_, at) => cursor.slice(0, at + 1)),
      encoded(["created_at", time, "a"]),
      encoded(["-created_at", time, "a\0"]),
      encoded(["-created_at", time, "a\ud800"]),
      encoded(["-created_at", time]),
      encoded(["-created_at", null, "a"]),
      encoded(["-created_at", 1, "a"]),
      encoded(["-created_at", "yesterday", "a"]),
      encoded(["-created_at", "-200000-01-01T00:00:00.000Z", "a"]),
      encoded(["-created_at", "+200000-01-01T00:00:00.000Z", "a"]),
      encoded(["-created_at", "0000-01-01T00:00:00.000Z", "a"]),
    ];
    for (const given of wrong) {
      const { status, body } = await read(`cursor=${given}`);
      expect([status, body.errors?.[0]?.path], given).toEqual([422, "cursor"]);
    }
    expect((await read(`sort=name&cursor=${encoded(["name", "a\0", "a"])}`)).status).toBe(422);
    expect((await read(`sort=name&cursor=${cursor}`)).status).toBe(422);
  },
);

test("finds users by role label, parts of the email and any Unicode case", async () => {
  const account = await seedAccount();
  const { token, id } = await seedMember(account, { role: "owner", name: "Boss" });
  const add = (name: string, more: object = {}) =>
    seedUser(account, { role: "user", name, ...more });
  const network = await add("N", { role: "network_admin" });
  const mail = await add("M", { email: "First_Last@Example.test" });
  const umlaut = await add("ÄRGER Éclair");
  const find = async (search: string) =>
    idsIn(
      (await callApi("GET", `/api/users?search=${encodeURIComponent(search)}`, { token })).body,
    );
  expect(await find("network admin")).toEqual([network.id]);
  expect(await find("NETWORK_ADMIN")).toEqual([network.id]);
  expect(await find("last@EXAMPLE")).toEqual([mail.id]);
  expect(await find("ärger")).toEqual([umlaut.id]);
  expect(await find("e\u0301CLAIR")).toEqual([umlaut.id]);
  expect(await find(" boss ")).toEqual([id]);
});

test.each(Object.keys(LISTS) as (keyof typeof LISTS)[])(
  "%s: %%, _ and \\ are no wildcards in a search",
  async (kind) => {
    const list = await newList(kind);
    const names = ["100% sure", "a_b", "axb", "back\\slash", "a\\_b", "[x]*?"];
    for (const [at, name] of names.entries()) {
      await list.add(`${rows++}`.padEnd(10, "y"), name, TIMES[0], at === 0 ? TIMES[0] : null);
    }
    const find = async (search: string) => {
      const path = `${list.path}?sort=name&search=${encodeURIComponent(search)}`;
      const { body } = await callApi("GET", path, { token: list.token });
      return body.map(({ name }: { name: string }) => name).sort();
    };
    expect(await find("%")).toEqual(["100% sure"]);
    expect(await find("a_b")).toEqual(["a_b"]);
    expect(await find("\\")).toEqual(["a\\_b", "back\\slash"]);
    expect(await find("\\_")).toEqual(["a\\_b"]);
    expect(await find("a%b")).toEqual([]);
    expect(await find("[x]*?")).toEqual(["[x]*?"]);
  },
);
