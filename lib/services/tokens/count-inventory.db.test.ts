import { expect, test } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam } from "#lib/dev/testing/team.ts";
import { countInventory, listInventory, readInventory } from "./list-inventory.ts";

const ORIGIN = { address: "192.0.2.1", userAgent: "", requestId: "" };

test("the count of a list is the number of readable tokens on all its pages", async () => {
  useTestSettings();
  await freshDatabase();
  const team = await seedTeam();
  const machine = await seedUser(team.account, { role: "user", isServiceUser: true });
  for (const days of [-1, 3, 4, 100]) {
    await seedToken(machine.id, {
      name: "counted",
      expiresAt: new Date(Date.now() + days * DAY_MS),
    });
  }
  const actorAs = (token: string) =>
    actorOf(new Headers({ authorization: `Token ${token}` }), ORIGIN);
  const owner = await actorAs(team.owner.token);
  const search = "counted";
  expect(await countInventory(owner, { search })).toBe(4);
  expect(await countInventory(owner, { search, page_size: 2 })).toBe(4);
  expect(await countInventory(owner, { search, state: "expiring" })).toBe(2);
  expect(await countInventory(owner, { search, owner_kind: "user" })).toBe(0);
  expect(await countInventory(owner)).toBe((await listInventory(owner)).items.length);
  const auditor = await actorAs(team.auditor.token);
  expect(await countInventory(auditor, { search })).toBe(0);
  expect(await countInventory(auditor)).toBe((await listInventory(auditor)).items.length);
});

test("an export ends with its account, and returns nothing of the next one", async () => {
  useTestSettings();
  await freshDatabase();
  const team = await seedTeam();
  await seedTokens(team.machine.id, 200);
  const authorization = `Token ${team.owner.token}`;
  const owner = await actorOf(new Headers({ authorization }), ORIGIN);
  const pages = readInventory(owner, { sort: "created_at" });
  expect((await pages.next()).value).toHaveLength(50);
  await database().write((tx) => tx.account.delete({ where: { id: team.account.id } }));
  const next = await seedMember(await seedAccount(), { role: "owner" });
  await seedTokens(next.id, 100);
  expect((await pages.next()).value).toEqual([]);
});

const seedTokens = (userId: string, count: number) =>
  database().write((tx) =>
    tx.token.createMany({
      data: Array.from({ length: count }, (_, at) => ({
        ...{ id: `${userId} ${at}`, userId, name: "t", publicId: `${userId} ${at}` },
        ...{ createdBy: userId, createdAt: new Date(), expiresAt: new Date() },
      })),
    }),
  );
