import { expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { seedAccount, seedGroup, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember } from "#lib/dev/testing/team.ts";
import { actorOfToken, findToken } from "../credentials.ts";
import { dayBefore } from "../days.ts";
import { describeServices } from "./describe-services.ts";

test("a service has the names of its groups and its openings of 30 days, without refused ones", async () => {
  useTestSettings();
  await freshDatabase();
  const account = await seedAccount();
  const owner = await seedMember(account, { role: "owner" });
  const devs = await seedGroup(account, { name: "Devs" });
  await seedService(account, { slug: "wiki", groups: [devs] });
  await seedService(account, { slug: "notes" });
  const elsewhere = (await seedAccount()).id;
  const use = (slug: string, ago: number, count: number, refused = 0, accountId = account.id) => ({
    ...{ accountId, tokenId: `${accountId} ${ago}`, day: dayBefore(new Date(), ago) },
    ...{ operation: `verify:${slug}`, count, refused },
  });
  await database().write((tx) =>
    tx.tokenUse.createMany({
      data: [
        ...[use("wiki", 0, 5, 2), use("wiki", 29, 4), use("wiki", 30, 100)],
        ...[use("notes", 1, 7, 7), use("deleted", 2, 9), use("wiki", 3, 50, 0, elsewhere)],
      ],
    }),
  );
  const token = await findToken(owner.publicId);
  if (token === null) throw new Error("no such token");
  const actor = actorOfToken(token, { address: "", userAgent: "", requestId: "" });
  expect(await describeServices(actor)).toMatchObject([
    { slug: "notes", groups: [], opened: 0 },
    { slug: "wiki", groups: [{ id: devs, name: "Devs" }], opened: 7 },
  ]);
});
