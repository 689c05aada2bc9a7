import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startPostgresql } from "#lib/dev/testing/postgresql.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";
import { say } from "./bench/print.ts";
import { compareSizes, printWholeLists } from "./bench-scale/compare.ts";
import { scaleRequests, wholeLists } from "./bench-scale/requests.ts";
import { type SizedServer, startSizedServer } from "./bench-scale/sized-server.ts";

/*
 * `npm run bench:scale`: compares the same requests to a server with 100 service users and tokens
 * and 500 audit events, and to one with 10 000, 100 000 and more than 1 000 000, on SQLite and
 * PostgreSQL. They must stay within twice the time, except for complete lists.
 * `npm run bench:scale -- sqlite` or `postgresql` measures one of them.
 * `--data=<folder>` keeps the filled SQLite databases and the tokens there for the next run, with
 * `--server=<URL of a PostgreSQL server>` also those of PostgreSQL. `--only=<regular expression>`
 * selects requests by name.
 */

const SIZES = {
  small: { serviceUsers: 100, tokens: 100, usable: 60, events: 300 },
  large: { serviceUsers: 10_000, tokens: 100_000, usable: 60, events: 1_000_000 },
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string" }, server: { type: "string" }, only: { type: "string" } },
});
const wanted = new RegExp(options.only ?? "");

const tokensFile = (database: string, size: string) => join(folder, `${database}-${size}.txt`);

async function measure(database: string, urlOf: (size: string) => Promise<string>) {
  const open: SizedServer[] = [];
  const start = async (size: keyof typeof SIZES) => {
    const url = await urlOf(size);
    const sized = await startSizedServer(url, SIZES[size], tokensFile(database, size));
    open.push(sized);
    const { client } = sized;
    const requests = await scaleRequests(client, sized.fresh);
    return { client, requests: requests.filter(({ name }) => wanted.test(name)) };
  };
  try {
    say(`\n${database}: filling two databases, a few minutes …`);
    const [small, large] = [await start("small"), await start("large")];
    say(
      `\n${database}, ms: 100 service users and tokens, 500 events | 10 000, 100 000, 1 100 000 | ratio`,
    );
    const slow = await compareSizes(small, large);
    say(slow.length === 0 ? "All stay within 2×." : `More than 2×: ${slow.join("; ")}`);
    if (options.only !== undefined) return;
    const sides = [
      { name: "100", client: small.client },
      { name: "10 000", client: large.client },
    ];
    await printWholeLists(sides, wholeLists());
  } finally {
    for (const { server, client } of open) {
      client.close();
      await server.stop();
    }
  }
}

async function measureSqlite() {
  await measure("SQLite", async (size) => `file:${join(folder, size, "roost.db")}`);
}

async function measurePostgresql() {
  const started = options.server === undefined ? await startPostgresql() : undefined;
  const urlOf = (name: string) => started?.url(name) ?? new URL(name, options.server).href;
  try {
    await measure("PostgreSQL", async (size) => {
      const isKept = existsSync(tokensFile("PostgreSQL", size));
      if (!isKept) await runOnServer(urlOf("postgres"), `CREATE DATABASE ${size}`);
      return urlOf(size);
    });
  } finally {
    await started?.stop();
  }
}

const [only] = positionals;
const folder = options.data ? resolve(options.data) : await mkdtemp(join(tmpdir(), "roost-scale-"));
await mkdir(folder, { recursive: true });
try {
  say("100 requests each (writes: 60), in sequence, alternating between both sizes");
  if (only !== "postgresql") await measureSqlite();
  if (only !== "sqlite") await measurePostgresql();
} finally {
  if (options.data === undefined) await rm(folder, { recursive: true, force: true });
}
