import { DatabaseSync } from "node:sqlite";
import { PrismaPg } from "@prisma/adapter-pg";

/*
 * Another process that writes to a database, an SQLite file or a `postgresql:` URL: runs each SQL
 * script that it receives and answers when it is committed.
 */

type Writer = { run(sql: string): unknown; close(): unknown };

function openFile(path: string): Writer {
  const database = new DatabaseSync(path);
  // The test is about visibility, not about durability.
  database.exec("PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000");
  return { run: (sql) => database.exec(sql), close: () => database.close() };
}

async function openServer(connectionString: string): Promise<Writer> {
  const adapter = await new PrismaPg({ connectionString, max: 1 }).connect();
  return { run: (sql) => adapter.executeScript(sql), close: () => adapter.dispose() };
}

const target = process.argv[2] ?? "";
const opened = target.startsWith("postgresql:") ? openServer(target) : openFile(target);
process.on("message", async (sql: string) => {
  await (await opened).run(sql);
  process.send?.("done");
});
process.on("disconnect", async () => (await opened).close());
