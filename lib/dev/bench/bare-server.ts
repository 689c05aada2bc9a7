import { createHash } from "node:crypto";
import { createServer } from "node:http";
import Sqlite from "better-sqlite3";

/*
 * The baseline of the benchmark: what the platform needs to look a credential up. Node's own
 * server, a SHA-256 of the credential, and one prepared read of SQLite.
 */

const ROWS = 10_000;

const database = new Sqlite(process.env.BARE_DATABASE ?? "");
database.exec(`
  PRAGMA journal_mode = WAL;
  CREATE TABLE "Key" ("digest" TEXT PRIMARY KEY, "user" TEXT, "name" TEXT, "expires" TEXT);
`);
const digestOf = (text: string) => createHash("sha256").update(text).digest("base64");
const insert = database.prepare(`INSERT INTO "Key" VALUES (?, ?, ?, ?) RETURNING 1`);
database.exec("BEGIN");
for (let row = 0; row < ROWS; row += 1) {
  insert.get(digestOf(`Token ${row}`), `user-${row}`, `name ${row}`, new Date().toISOString());
}
database.exec("COMMIT");

const find = database.prepare(`SELECT * FROM "Key" WHERE "digest" = ?`);

createServer((request, response) => {
  const row = find.get(digestOf(request.headers.authorization ?? ""));
  const body = JSON.stringify(row ?? { message: "unknown" });
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  response.writeHead(200, headers).end(body);
}).listen(Number(process.env.PORT), "127.0.0.1");
