import { expect, test } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam } from "#lib/dev/testing/team.ts";
import { summarizeTokens } from "./summarize-tokens.ts";
import { recountTokens } from "./token-days.ts";

const ORIGIN = { address: "192.0.2.1", userAgent: "", requestId: "" };

test("counts the tokens used in the last 7 days and returns the latest use of all", async () => {
  useTestSettings();
  await freshDatabase();
  const team = await seedTeam();
  const actorAs = (token: string) =>
    actorOf(new Headers({ authorization: `Token ${token}` }), ORIGIN);
  const owner = await actorAs(team.owner.token);
  await database().write(async (tx) => {
    await tx.token.updateMany({ data: { lastUsedAt: null } });
    await recountTokens(tx);
  });
  expect(await summarizeTokens(owner)).toMatchObject({ used7Days: 0, lastUsedAt: null });
  const machine = await seedUser(team.account, { role: "user", isServiceUser: true });
  const used = async (days: number) => {
    const { id } = await seedToken(machine.id, {});
    const data = { lastUsedAt: new Date(Date.now() - days * DAY_MS) };
    await database().write(async (tx) => {
      await tx.token.update({ where: { id }, data });
      await recountTokens(tx);
    });
    return data;
  };
  const { lastUsedAt: long } = await used(7.1);
  expect(await summarizeTokens(owner)).toMatchObject({ used7Days: 0, lastUsedAt: long });
  await used(6.9);
  const { lastUsedAt } = await used(1);
  expect(await summarizeTokens(owner)).toMatchObject({ used7Days: 2, lastUsedAt });
  const auditor = await actorAs(team.auditor.token);
  expect(await summarizeTokens(auditor)).toMatchObject({ used7Days: 0, lastUsedAt: null });
});
