import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ADDRESSES_MAX } from "#lib/contract/usage.ts";
import { database } from "#lib/db/database.ts";
import { migrate } from "#lib/db/migrations.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase, freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { fill, folderOf, names, using } from "#lib/dev/testing/migrations.ts";
import { seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { flushUses } from "./count-uses.ts";

const NOON = Date.UTC(2026, 10, 24, 12);
const at = (minute: number) => new Date(NOON + minute * 60_000);

let team: Team;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});
afterEach(async () => {
  await flushUses();
  vi.useRealTimers();
});

async function use(who: Who, minute: number, address: string, agent = "terraform/1.9") {
  vi.setSystemTime(at(minute));
  const headers = { "user-agent": agent, "x-roost-client-address": address };
  await callApi("GET", "/api/users/current", { token: team[who].token, headers });
}

async function addressesOf(who: Who) {
  const { cookie } = await seedSession(team.owner.id);
  const path = `/api/users/${team[who].id}/tokens/${team[who].tokenId}/usage`;
  return (await callApi("GET", path, { cookie })).body.addresses;
}

const rows = () =>
  database().read.tokenAddress.findMany({ orderBy: [{ tokenId: "asc" }, { address: "asc" }] });

test("returns each address once, last used first, with its first use and latest agent", async () => {
  await use("machine", 0, "192.0.2.7");
  await use("machine", 1, "2001:db8::7", "curl/8");
  await flushUses();
  await use("machine", 2, "192.0.2.7");
  await use("machine", 3, "192.0.2.7", "ansible-httpget");
  await use("reader", 4, "198.51.100.1");
  const wire = (address: string, agent: string, first: number, last: number) => ({
    ...{ address, agent },
    ...{ first_used: at(first).toISOString(), last_used: at(last).toISOString() },
  });
  expect(await addressesOf("machine")).toEqual([
    wire("192.0.2.7", "ansible-httpget", 0, 3),
    wire("2001:db8::7", "curl/8", 1, 1),
  ]);
  expect(await addressesOf("reader")).toEqual([wire("198.51.100.1", "terraform/1.9", 4, 4)]);
});

test("a late write does not move the last use of an address back", async () => {
  const { tokenId } = team.machine;
  await use("machine", 1, "192.0.2.7", "the earlier one");
  await database().write((tx) =>
    tx.tokenAddress.create({
      data: {
        ...{ tokenId, address: "192.0.2.7", agent: "the later one" },
        ...{ firstUsedAt: at(2), lastUsedAt: at(2) },
      },
    }),
  );
  await flushUses();
  expect(await rows()).toMatchObject([{ agent: "the later one", lastUsedAt: at(2) }]);
});

test("keeps the latest addresses of each token and deletes the others", async () => {
  await use("reader", 0, "192.0.2.1");
  for (let minute = 1; minute <= ADDRESSES_MAX + 3; minute += 1) {
    await use("machine", minute, `198.51.100.${minute}`);
  }
  const addresses = await addressesOf("machine");
  expect(addresses).toHaveLength(ADDRESSES_MAX);
  expect([addresses[0].address, addresses.at(-1).address]).toEqual([
    "198.51.100.23",
    "198.51.100.4",
  ]);
  expect(await addressesOf("reader")).toHaveLength(1);
});

test("deletes the addresses of a revoked token, even after a use just before", async () => {
  await use("machine", 0, "192.0.2.7");
  await use("reader", 0, "192.0.2.8");
  await flushUses();
  await use("machine", 1, "192.0.2.9");
  await use("reader", 1, "192.0.2.9");
  await database().write((tx) => tx.token.delete({ where: { id: team.machine.tokenId } }));
  await flushUses();
  const left = (await rows()).map(({ tokenId, address }) => [tokenId, address]);
  expect(left).toEqual([
    [team.reader.tokenId, "192.0.2.8"],
    [team.reader.tokenId, "192.0.2.9"],
  ]);
});

test("a failed write is repeated later, with the first and last times", async () => {
  const rename = (from: string, to: string) =>
    database().write((tx) => tx.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`));
  await use("machine", 0, "192.0.2.7");
  await rename("TokenAddress", "Away");
  await flushUses();
  await use("machine", 1, "192.0.2.7", "curl/8");
  await flushUses();
  await rename("Away", "TokenAddress");
  await flushUses();
  expect(await rows()).toMatchObject([{ agent: "curl/8", firstUsedAt: at(0), lastUsedAt: at(1) }]);
  const [uses] = await database().read.tokenUse.findMany();
  expect(uses?.count).toBe(2);
});

test("migrates the single address that a token had before", async () => {
  const before = names.findIndex((name) => name.endsWith("_token_addresses"));
  const url = await freshDatabaseUrl("empty");
  await migrate(url, folderOf(before));
  await fill(url);
  const [used, unused] = await using(url, async ({ write, read }) => {
    // Newer columns do not exist yet.
    const select = { id: true, lastUsedAt: true, lastUsedIp: true, lastUsedAgent: true };
    const tokens = await read.token.findMany({ select, orderBy: { id: "asc" } });
    const never = { lastUsedAt: null, lastUsedIp: null, lastUsedAgent: null };
    await write((tx) => tx.token.updateMany({ where: { id: tokens[1]?.id ?? "" }, data: never }));
    return tokens;
  });
  await migrate(url);
  const found = await using(url, ({ read }) => read.tokenAddress.findMany());
  expect(unused).toBeDefined();
  expect(found).toEqual([
    {
      ...{ tokenId: used?.id, address: used?.lastUsedIp, agent: used?.lastUsedAgent },
      ...{ firstUsedAt: used?.lastUsedAt, lastUsedAt: used?.lastUsedAt },
    },
  ]);
});
