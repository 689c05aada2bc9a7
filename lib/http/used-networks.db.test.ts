import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 12, minute));
const use = (tokenId: string, uses: [string, number][]) =>
  database().write((tx) =>
    tx.tokenAddress.createMany({
      data: uses.map(([address, minute]) => ({
        ...{ tokenId, address, agent: "" },
        ...{ firstUsedAt: at(0), lastUsedAt: at(minute) },
      })),
    }),
  );
const ask = (userId: string, token = team.owner.token) =>
  callApi("GET", `/api/users/${userId}/networks`, { token });

test("networks of all of a user's tokens are listed once, the latest first", async () => {
  const { id, tokenId } = await seedMember(team.account, { role: "user", isServiceUser: true });
  const second = await seedToken(id);
  await use(tokenId, [
    ["192.0.2.7", 1],
    ["2001:db8:1:2::a", 4],
    ["2001:db8:1:2::b", 2],
    ["unknown", 9],
  ]);
  await use(second.id, [
    ["192.0.2.7", 5],
    ["::ffff:198.51.100.1", 3],
  ]);
  await use(team.reader.tokenId, [["203.0.113.1", 9]]);
  expect((await ask(id)).body).toEqual([
    { network: "192.0.2.7/32", last_used: at(5).toISOString() },
    { network: "2001:db8:1:2::/64", last_used: at(4).toISOString() },
    { network: "198.51.100.1/32", last_used: at(3).toISOString() },
  ]);
});

test("at most ten networks are listed, which a token accepts", async () => {
  const { id, tokenId } = await seedMember(team.account, { role: "user", isServiceUser: true });
  await use(
    tokenId,
    Array.from({ length: 15 }, (_, minute) => [`192.0.2.${minute}`, minute]),
  );
  const networks = (await ask(id)).body.map(({ network }: { network: string }) => network);
  expect(networks).toEqual(Array.from({ length: 10 }, (_, place) => `192.0.2.${14 - place}/32`));
  const body = { name: "t", expires_in: 1, allowed_networks: networks };
  const path = `/api/users/${id}/tokens`;
  expect((await callApi("POST", path, { token: team.owner.token, body })).status).toBe(200);
});

test("only who may read a user's tokens learns where they are used", async () => {
  const { id } = team.machine;
  for (const who of ["person", "auditor", "networkAdmin", "reader"] as const) {
    expect((await ask(id, team[who].token)).status, who).toBe(403);
  }
  expect((await ask(team.person.id, team.person.token)).status).toBe(200);
  expect((await ask("unknown")).status).toBe(404);
});
