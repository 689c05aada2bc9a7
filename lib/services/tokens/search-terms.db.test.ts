import { expect, test } from "vitest";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { migrate } from "#lib/db/migrations.ts";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { fill, folderOf, insertOldToken, names, using } from "#lib/dev/testing/migrations.ts";
import { termBeginning, termsOf } from "./search-terms.ts";

const ORDINARY = [
  ...["CI deploy-0042", "v2beta", "Ärger über", "部署 令", "a_b%", "😀ok", "x", "nbp_AbCdEfGhIj"],
  ...["  two  spaces", "İstanbul ß", "a".repeat(64), "שלום עולם", "ไทย", "०१२ 12", "e\u0301a"],
];
/** More and longer terms than those of new tokens. */
const EXTREME = ["-".repeat(255), "😀".repeat(127), `a${"b".repeat(254)}`, "a-".repeat(127)];

test("migrated tokens have at least the terms of new ones", async () => {
  const url = await freshDatabaseUrl("empty");
  await migrate(url, folderOf(names.findIndex((name) => name.endsWith("_search_and_orders"))));
  await fill(url);
  const tokens = [...ORDINARY, ...EXTREME].map((name, index) => ({
    ...{ id: `token ${index}`, name, nameKey: nameKeyOf(name) },
    publicId: `AbCdEfGh${String(index).padStart(2, "0")}`,
  }));
  await using(url, ({ write }) =>
    write(async (tx) => {
      const { userId, expiresAt, createdAt } = await tx.token.findFirstOrThrow({
        select: { userId: true, expiresAt: true, createdAt: true },
      });
      const rest = { userId, expiresAt, createdAt };
      for (const token of tokens) await insertOldToken(tx, { ...rest, ...token });
    }),
  );
  await migrate(url);
  await using(url, async ({ read }) => {
    for (const token of tokens) {
      const rows = await read.tokenPart.findMany({ where: { tokenId: token.id } });
      const migrated = rows.map(({ part }) => part);
      if (ORDINARY.includes(token.name)) expect(migrated.sort()).toEqual(termsOf(token).sort());
      // A search that finds a new token finds an old one, up to its longest term.
      for (const part of termsOf(token)) {
        const where = { tokenId: token.id, ...termBeginning(part) };
        expect(await read.tokenPart.count({ where }), part).toBeGreaterThan(0);
      }
    }
  });
});
