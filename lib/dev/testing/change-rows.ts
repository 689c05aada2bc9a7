import { DatabaseSync } from "node:sqlite";

/*
 * Another process that writes to an SQLite file: runs each SQL script that it receives and answers
 * when it is committed.
 */

const database = new DatabaseSync(process.argv[2] ?? "");
// The test is about visibility, not about durability.
database.exec("PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000");
process.on("message", (sql: string) => {
  database.exec(sql);
  process.send?.("done");
});
process.on("disconnect", () => database.close());
