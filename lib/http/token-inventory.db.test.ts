import { beforeAll, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { inventoryToken } from "#lib/contract/token-inventory.ts";
import { tokensSummary } from "#lib/contract/token-summary.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { insertTerms } from "#lib/services/tokens/search-terms.ts";
import { recountTokens } from "#lib/services/tokens/token-days.ts";

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

let team: Team;
/** Tokens that differ in every filter, by their names. */
let made: Record<string, string>;

beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  const gone = await seedUser(team.account, { role: "admin", name: "gone" });
  const machine = await seedUser(team.account, {
    role: "user",
    isServiceUser: true,
    name: "Bäcker",
  });
  made = Object.fromEntries(
    await Promise.all(
      [
        { name: "old", expires: -1, created: -200, used: -100, by: team.admin.id },
        { name: "forgotten", expires: 100, created: -91, used: null, by: team.admin.id },
        { name: "fresh", expires: 100, created: 0, used: null, by: gone.id },
        { name: "soon", expires: 10, created: -300, used: -89, by: team.admin.id },
        { name: "later", expires: 20, created: -300, used: -91, by: team.owner.id },
      ].map(async ({ name, expires, created, used, by }) => {
        const { id } = await seedToken(machine.id, { name, expiresAt: inDays(expires) });
        await database().write((tx) =>
          tx.token.update({
            where: { id },
            data: {
              createdAt: inDays(created),
              createdBy: by,
              ...(used === null
                ? {}
                : { lastUsedAt: inDays(used), lastUsedIp: "192.0.2.1", lastUsedAgent: "curl/8" }),
            },
          }),
        );
        return [name, id] as const;
      }),
    ),
  );
  await database().write(async (tx) => {
    await tx.user.delete({ where: { id: gone.id } });
    await recountTokens(tx);
  });
  await seedTeam();
});

type Wire = { user_name: string; is_user_blocked: boolean; state: string };
type Item = { id: string; name: string; user_id: string };
const get = (who: Who, path: string) => callApi("GET", path, { token: team[who].token });
const list = (who: Who, query = "") => get(who, `/api/tokens${query}`);
/** The names of the machine's tokens in an answer. */
const namesIn = (items: Item[]) =>
  items
    .filter(({ name }) => name in made)
    .map(({ name }) => name)
    .sort();

test("owner and admins read every token of their account, all others get 200 with their own", async () => {
  const all = [...EVERYONE.map((who) => team[who].tokenId), ...Object.values(made)].sort();
  for (const who of EVERYONE) {
    const { status, body } = await list(who);
    const everything = ["owner", "admin", "machine"].includes(who);
    expect(status).toBe(200);
    expect(body.map(({ id }: Item) => id).sort(), who).toEqual(
      everything ? all : [team[who].tokenId],
    );
    const ofOwner = (await list(who, `?user_id=${team.owner.id}`)).body;
    expect(ofOwner, who).toHaveLength(everything || who === "owner" ? 1 : 0);
  }
});

test("an item has exactly the token's fields, owner, state and use", async () => {
  const { body } = await list("admin");
  for (const item of body) expect(inventoryToken.strict().safeParse(item).error).toBeUndefined();
  const find = (name: string) => body.find((item: Item) => item.id === made[name]);
  expect(find("old")).toMatchObject({
    user_name: "Bäcker",
    is_service_user: true,
    state: "expired",
    created_by_name: team.admin.name,
    last_used_ip: "192.0.2.1",
    last_used_agent: "curl/8",
    fingerprint: expect.stringMatching(/^nbp_[0-9A-Za-z]{10}$/),
  });
  expect(find("fresh")).toMatchObject({ state: "active", created_by_name: null });
  for (const field of ["last_used", "last_used_ip", "last_used_agent"]) {
    expect(find("fresh")).not.toHaveProperty(field);
  }
});

test.each([
  ["state=active", ["forgotten", "fresh", "later", "soon"]],
  ["state=expired", ["old"]],
  ["state=expiring", ["soon"]],
  ["state=expiring&expiring_within_days=21", ["later", "soon"]],
  ["state=never_used", ["forgotten", "fresh"]],
  ["state=unused", ["forgotten", "later", "old"]],
  ["state=unused&unused_for_days=88", ["forgotten", "later", "old", "soon"]],
  ["owner_kind=service_user&search=b%C3%A4CKER", ["forgotten", "fresh", "later", "old", "soon"]],
  ["owner_kind=user", []],
  ["search=FORGOT", ["forgotten"]],
  ["search=e%25", []],
  ["page_size=1&sort=-expiration_date&state=unused", ["forgotten"]],
])("?%s finds exactly those", async (query, expected) => {
  expect(namesIn((await list("owner", `?${query}`)).body)).toEqual(expected);
});

test("a search finds tokens by creator, fingerprint and the plain token", async () => {
  const by = await list("owner", `?created_by=${team.admin.id}`);
  expect(namesIn(by.body)).toEqual(["forgotten", "old", "soon"]);
  const { token, publicId, tokenId } = team.reader;
  for (const query of [
    `fingerprint=nbp_${publicId}`,
    `fingerprint=${token}`,
    `search=nbp_${publicId.slice(0, 6)}`,
    `search=${token}`,
    `search=${publicId.slice(0, 8).toLowerCase()}`,
  ]) {
    const { body } = await list("owner", `?${query}`);
    expect(
      body.map(({ id }: Item) => id),
      query,
    ).toEqual([tokenId]);
  }
});

test("a blocked or pending owner is shown in list, files and preview, apart from the state", async () => {
  const { account, owner } = await seedTeam();
  const seeded = { role: "user", isServiceUser: true } as const;
  const waiting = await seedUser(account, { ...seeded, name: "waits" });
  const holders = [
    await seedUser(account, { ...seeded, name: "blocked", isBlocked: true }),
    waiting,
    await seedUser(account, { ...seeded, name: "present" }),
  ];
  for (const { id } of holders) await seedToken(id, { name: "shut out" });
  await database().write((tx) =>
    tx.user.update({ where: { id: waiting.id }, data: { pendingApproval: true } }),
  );
  const call = (method: "GET" | "POST", path: string, body?: unknown) =>
    callApi(method, path, { token: owner.token, body });
  const search = "search=shut&sort=created_at";
  const items = (await call("GET", `/api/tokens?${search}`)).body;
  const json = (await call("GET", `/api/tokens/export?format=json&${search}`)).body;
  const wanted = { filter: { search: "shut" }, dry_run: true };
  const { tokens } = (await call("POST", "/api/tokens/revoke", wanted)).body;
  for (const list of [items, json, tokens]) {
    const shown = list.map((item: Wire) => [item.user_name, item.is_user_blocked, item.state]);
    expect(shown.sort()).toEqual([
      ["blocked", true, "active"],
      ["present", false, "active"],
      ["waits", true, "active"],
    ]);
  }
  const csv = (await call("GET", `/api/tokens/export?${search}`)).body;
  const [head, ...lines] = csv.trimEnd().split("\r\n");
  const column = head.split(",").indexOf("is_user_blocked");
  const cells = lines.map((line: string) => line.split(",")[column]);
  expect(cells.sort()).toEqual(["false", "true", "true"]);
});

test("a blocked, pending or deleted creator of a token is shown", async () => {
  const { account, owner } = await seedTeam();
  const machine = await seedUser(account, { role: "user", isServiceUser: true });
  const creators = {
    blocked: await seedUser(account, { role: "admin", isBlocked: true }),
    waiting: await seedUser(account, { role: "admin", pendingApproval: true }),
    present: await seedUser(account, { role: "admin" }),
  };
  for (const [name, { id }] of [
    ...Object.entries(creators),
    ["gone", { id: "unknown" }] as const,
  ]) {
    const token = await seedToken(machine.id, { name: `by ${name}` });
    const data = { createdBy: id };
    await database().write((tx) => tx.token.update({ where: { id: token.id }, data }));
  }
  const path = `/api/tokens?user_id=${machine.id}&sort=name`;
  const { body } = await callApi("GET", path, { token: owner.token });
  type Made = { name: string; created_by_name: string | null; is_creator_blocked: boolean };
  const listed = body.map((one: Made) => [one.name, one.created_by_name, one.is_creator_blocked]);
  expect(listed).toEqual([
    ["by blocked", creators.blocked.name, true],
    ["by gone", null, false],
    ["by present", creators.present.name, false],
    ["by waiting", creators.waiting.name, true],
  ]);
});

test("the CSV file has a column for every field of an item", async () => {
  const { owner } = await seedTeam();
  const call = (path: string) => callApi("GET", path, { token: owner.token });
  const { body } = await call("/api/tokens/export");
  const fields = inventoryToken.keyof().options;
  expect(body.split("\r\n")[0].split(",").sort()).toEqual([...fields].sort());
});

test.each([
  ["state=gone", "state"],
  ["state=", "state"],
  ["owner_kind=robot", "owner_kind"],
  ["user_id=", "user_id"],
  ["created_by=", "created_by"],
  ["fingerprint=nbp_short", "fingerprint"],
  ["fingerprint=AbCdEfGhIj", "fingerprint"],
  ["state=expiring&expiring_within_days=0", "expiring_within_days"],
  ["state=expiring&expiring_within_days=366", "expiring_within_days"],
  ["state=unused&unused_for_days=1.5", "unused_for_days"],
  ["expiring_within_days=7", "expiring_within_days"],
  ["state=expiring&unused_for_days=7", "unused_for_days"],
  ["page_size=0", "page_size"],
  ["sort=user_id", "sort"],
])("?%s is refused with the wrong parameter by list and export", async (query, path) => {
  const paths = path === "page_size" ? ["/api/tokens"] : ["/api/tokens", "/api/tokens/export"];
  for (const place of paths) {
    const { status, body } = await get("person", `${place}?${query}`);
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    expect(body.message).toContain(path);
  }
});

test("the summary counts the caller's readable tokens by state", async () => {
  // The first uses are written behind and would change the counts.
  for (const who of EVERYONE) await get(who, "/api/tokens/summary");
  await flushWrites();
  for (const who of EVERYONE) {
    const { status, body } = await get(who, "/api/tokens/summary");
    expect(status).toBe(200);
    expect(tokensSummary.strict().safeParse(body).error).toBeUndefined();
    const sizeOf = async (query: string) => (await list(who, query)).body.length;
    const within = (days: number) => sizeOf(`?state=expiring&expiring_within_days=${days}`);
    const [week, month, quarter] = [await within(7), await within(30), await within(90)];
    const active = await sizeOf("?state=active");
    expect(body, who).toEqual({
      total: await sizeOf(""),
      active,
      expired: await sizeOf("?state=expired"),
      expiring: await sizeOf("?state=expiring"),
      never_used: await sizeOf("?state=never_used"),
      unused: await sizeOf("?state=unused"),
      by_owner_kind: {
        user: await sizeOf("?owner_kind=user"),
        service_user: await sizeOf("?owner_kind=service_user"),
      },
      expiring_within_days: 14,
      unused_for_days: 90,
      by_expiry: [
        { after_days: 0, until_days: 7, count: week },
        { after_days: 7, until_days: 30, count: month - week },
        { after_days: 30, until_days: 90, count: quarter - month },
        { after_days: 90, until_days: null, count: active - quarter },
      ],
    });
  }
  const asked = await get("owner", "/api/tokens/summary?expiring_within_days=30&unused_for_days=1");
  expect(asked.body).toMatchObject({ expiring_within_days: 30, unused_for_days: 1 });
  expect(asked.body.expiring).toBe(
    (await list("owner", "?state=expiring&expiring_within_days=30")).body.length,
  );
  expect((await get("owner", "/api/tokens/summary?unused_for_days=x")).status).toBe(422);
});

test("an export has the rows and order of the list, as a CSV or JSON file with the date", async () => {
  const query = "state=unused&sort=name";
  const rows = (await list("owner", `?${query}`)).body;
  const json = await get("owner", `/api/tokens/export?format=json&${query}`);
  expect(json.body).toEqual(rows);
  const csv = await get("owner", `/api/tokens/export?${query}`);
  expect(csv.headers.get("content-disposition")).toBe(
    `attachment; filename="tokens-${new Date().toISOString().slice(0, 10)}.csv"`,
  );
  const [header, ...lines] = csv.body.trimEnd().split("\r\n");
  expect(header.split(",").slice(0, 5)).toEqual(["id", "name", "fingerprint", "state", "user_id"]);
  expect(lines.map((line: string) => line.split(",")[0])).toEqual(rows.map(({ id }: Item) => id));
  expect((await get("person", "/api/tokens/export?format=json")).body).toHaveLength(1);
  expect((await get("owner", "/api/tokens/export?format=xml")).status).toBe(422);
});

test("lists and exports of more owners and tokens than one statement takes are complete", async () => {
  const big = await seedTeam();
  const ids = Array.from({ length: 1200 }, (_, at) => `many-${String(at).padStart(5, "0")}`);
  const at = new Date();
  await database().write(async (tx) => {
    await tx.user.createMany({
      data: ids.map((id) => ({
        id,
        accountId: big.account.id,
        name: id,
        nameKey: id,
        role: "user",
        isServiceUser: true,
        createdAt: at,
        createdBy: "",
      })),
    });
    const tokens = ids.map((id) => ({
      id: `token-${id}`,
      userId: id,
      name: "=1+1",
      nameKey: "=1+1",
      publicId: id,
      expiresAt: inDays(1),
      createdAt: at,
      createdBy: id,
    }));
    await tx.token.createMany({ data: tokens });
    await insertTerms(tx, tokens);
  });
  const { token } = big.owner;
  const first = (await callApi("GET", "/api/tokens?search=many-&page_size=500", { token })).body;
  const json = await callApi("GET", "/api/tokens/export?format=json&search=many-", { token });
  expect(json.body).toHaveLength(ids.length);
  expect(json.body.slice(0, 500)).toEqual(first);
  const csv = await callApi("GET", "/api/tokens/export?search=many-", { token });
  expect(csv.body.split("\r\n")).toHaveLength(ids.length + 2);
  expect(csv.body).toContain(",'=1+1,");
  const users = await callApi("GET", "/api/users", { token });
  expect(users.body.length).toBeGreaterThan(ids.length);
});
