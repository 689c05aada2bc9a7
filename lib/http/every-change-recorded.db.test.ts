import { beforeEach, expect, test } from "vitest";
import { operations } from "#lib/contract/operations.ts";
import { database } from "#lib/db/database.ts";
import { CHANGES } from "#lib/dev/testing/changes.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { markTokensUsed, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam({ tokensManageAccount: true });
  await markTokensUsed();
});

const recorded = async () => {
  const events = await database().read.auditEvent.findMany({ orderBy: { id: "asc" } });
  return events.map((event) => event.activityCode);
};

test("every changing operation declares its events", () => {
  const mutating = Object.entries(operations).filter(([, { method }]) => method !== "GET");
  expect(Object.keys(CHANGES).sort()).toEqual(mutating.map(([id]) => id).sort());
  for (const [id, changes] of Object.entries(CHANGES)) expect(changes, id).not.toEqual([]);
});

const changes = Object.entries(CHANGES).flatMap(([id, ones]) =>
  ones.map((change) => [id, change.name, change] as const),
);

test.each(changes)("%s records exactly its events: %s", async (_, __, change) => {
  const { run, status = 200, before = [], events } = change;
  expect((await run(team)).status).toBe(status);
  expect(await recorded()).toEqual([...before, ...events]);
});

test("a refused operation records no event", async () => {
  const stranger = await seedMember(team.account, { role: "user" });
  await markTokensUsed();
  const byRight = changes.filter(([id, , { own }]) => id !== "instance.setup" && !own);
  for (const [id, name, { run, before = [], refusedWith = 403 }] of byRight) {
    await database().write((tx) => tx.auditEvent.deleteMany());
    const answer = await run({ ...team, owner: stranger });
    expect(answer.status, `${id}: ${name}`).toBe(refusedWith);
    expect(await recorded(), id).toEqual(before);
  }
});
