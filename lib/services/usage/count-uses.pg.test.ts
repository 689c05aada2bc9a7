import { beforeEach, expect, test } from "vitest";
import { useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import { lineTo } from "#lib/dev/testing/line.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { markTokensUsed, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam } from "#lib/dev/testing/team.ts";
import { flushUses } from "./count-uses.ts";

let log: string[];
beforeEach(() => {
  useTestSettings();
  log = captureLog();
});

test("counts uses once after a commit without an answer, together with later ones", async () => {
  const { url, database: direct } = await freshDatabase();
  const team = await seedTeam();
  await markTokensUsed();
  const line = await lineTo(url);
  useDatabase(await openAgain(line.url, { commit: 300, read: 300, beforeCommit: 2_000 }));
  const call = () => callApi("GET", "/api/users", { token: team.owner.token });
  const rows = () => direct.read.tokenUse.findMany({ orderBy: { count: "desc" } });
  const counts = async () => (await rows()).map(({ count, refused }) => [count, refused]);
  // Refused without another read, which the broken line could fail.
  await direct.write((tx) =>
    tx.token.update({ where: { id: team.reader.tokenId }, data: { scopes: "" } }),
  );
  const refusedCall = () => callApi("GET", "/api/groups", { token: team.reader.token });

  for (let at = 0; at < 3; at++) await call();
  await refusedCall();
  line.silenceAt("COMMIT");
  await flushUses();
  expect(log.join()).toContain("outcome is unknown");
  expect(await counts()).toEqual([
    [3, 0],
    [1, 1],
  ]);
  line.speak();

  await call();
  await refusedCall();
  // Again: the repeated write may get no answer either.
  line.silenceAt("COMMIT");
  await flushUses();
  line.speak();
  await flushUses();
  expect(await counts()).toEqual([
    [4, 0],
    [2, 2],
  ]);
  expect((await direct.read.dailyUse.findMany()).map(({ count }) => count)).toEqual([6]);
});

test("counts uses once after a lost commit", async () => {
  const { url, database: direct } = await freshDatabase();
  const team = await seedTeam();
  await markTokensUsed();
  const line = await lineTo(url);
  useDatabase(await openAgain(line.url));
  const call = () => callApi("GET", "/api/groups", { token: team.machine.token });
  await call();
  line.cutAt("COMMIT", { arrives: false });
  await flushUses();
  expect(await direct.read.tokenUse.count()).toBe(0);
  await line.restore();
  await call();
  await flushUses();
  await flushUses();
  expect((await direct.read.tokenUse.findMany()).map(({ count }) => count)).toEqual([2]);
});
