import { openDatabase } from "#lib/db/open-database.ts";
import { joinDatabase } from "#lib/db/presence.ts";

/*
 * Another process that uses a database: it writes one account after the other until it is killed,
 * and says the id of each on the standard output when it is acknowledged.
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
