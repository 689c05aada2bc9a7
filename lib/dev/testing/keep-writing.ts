import { openDatabase } from "#lib/db/open-database.ts";
import { joinDatabase } from "#lib/db/presence.ts";

/*
 * Another process that uses a database: writes accounts in sequence until it is killed, and prints
 * the ID of each acknowledged one.
 */

const [, , url = "", prefix = ""] = process.argv;
await joinDatabase(url);
const database = await openDatabase(url);
for (let at = 0; ; at += 1) {
  const id = `${prefix}${at}`;
  const rest = { createdAt: new Date(), createdBy: "", settings: { text: "x".repeat(at % 5000) } };
  await database.write((tx) => tx.account.create({ data: { id, ...rest } }));
  process.stdout.write(`${id}\n`);
}
