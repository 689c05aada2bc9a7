import { expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { keepingLatest } from "./write-addresses.ts";

const TOKENS = 1500;

test("keeping the latest addresses reads only rows of these tokens, at any size", async () => {
  useTestSettings();
  await freshDatabase();
  const { id: userId } = await seedUser(await seedAccount(), { role: "user", isServiceUser: true });
  const ids = Array.from({ length: 200 }, (_, n) => `t${n * 7}`);
  const steps = await database().write(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO "Token" ("id", "userId", "name", "nameKey", "publicId", "createdAt", "expiresAt", "createdBy")
      SELECT 't' || n, ${userId}, 'a', 'a', 'p' || n, now(), now(), '' FROM generate_series(1, ${TOKENS}) AS n`;
    await tx.$executeRaw`
      INSERT INTO "TokenAddress" ("tokenId", "address", "agent", "firstUsedAt", "lastUsedAt")
      SELECT 't' || n, '10.0.0.' || a, 'agent', now(), now() - a * interval '1 minute'
      FROM generate_series(1, ${TOKENS}) AS n, generate_series(1, 21) AS a`;
    await tx.$executeRaw`ANALYZE "TokenAddress"`;
    const rows = await tx.$queryRaw<Record<string, string>[]>`EXPLAIN ${keepingLatest(ids)}`;
    return rows.map((row) => row["QUERY PLAN"]);
  });
  expect(steps.join("\n")).not.toMatch(/Seq Scan on "?TokenAddress/);
  expect(steps.join("\n")).toMatch(/TokenAddress_pkey/);
});
