import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
 */

const SIZES = {
  small: { serviceUsers: 100, tokens: 100, usable: 60, events: 300 },
  large: { serviceUsers: 10_000, tokens: 100_000, usable: 60, events: 1_000_000 },
};

async function measure(database: string, urlOf: (size: string) => Promise<string>) {
  const open: SizedServer[] = [];
  const start = async (size: keyof typeof SIZES) => {
    const out = join(folder, `${database}-${size}.txt`);
    const sized = await startSizedServer(await urlOf(size), SIZES[size], out);
    open.push(sized);
    const { client } = sized;
    return { client, requests: await scaleRequests(client, sized.fresh) };
  };
  try {
    say(`\n${database}: filling two databases, a few minutes …`);
    const [small, large] = [await start("small"), await start("large")];
    say(
      `\n${database}, ms: 100 service users and tokens, 500 events | 10 000, 100 000, 1 100 000 | ratio`,
    );
    const slow = await compareSizes(small, large);
    say(slow.length === 0 ? "All stay within 2×." : `More than 2×: ${slow.join("; ")}`);
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
  const postgresql = await startPostgresql();
  try {
    await measure("PostgreSQL", async (size) => {
      await runOnServer(postgresql.url("postgres"), `CREATE DATABASE ${size}`);
      return postgresql.url(size);
    });
  } finally {
    await postgresql.stop();
  }
}

const [only] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "roost-scale-"));
try {
  say("100 requests each (writes: 60), in sequence, alternating between both sizes");
  if (only !== "postgresql") await measureSqlite();
  if (only !== "sqlite") await measurePostgresql();
} finally {
  await rm(folder, { recursive: true, force: true });
}
