import { DatabaseSync } from "node:sqlite";

/*
 * Another process that writes to an SQLite file: takes the write lock, prints that, and releases it
 * when its standard input ends.
 */

const database = new DatabaseSync(process.argv[2] ?? "");
database.exec("BEGIN IMMEDIATE");
process.stdout.write("locked\n");
process.stdin.resume().on("end", () => {
  database.exec("COMMIT");
  database.close();
});
