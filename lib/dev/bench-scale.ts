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
 * and to one with 10 000 and 100 000, on SQLite and PostgreSQL. They must stay within twice the
 * time, except for complete lists.
 */

const SIZES = {
  small: { serviceUsers: 100, tokens: 100, usable: 60 },
  large: { serviceUsers: 10_000, tokens: 100_000, usable: 60 },
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
    say(`\n${database}: filling two databases, about a minute …`);
    const [small, large] = [await start("small"), await start("large")];
    say(`\n${database}, ms: 100 service users and tokens | 10 000 and 100 000 | ratio`);
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

const folder = await mkdtemp(join(tmpdir(), "roost-scale-"));
const postgresql = await startPostgresql();
try {
  say("100 requests each (writes: 60), in sequence, alternating between both sizes");
  await measure("SQLite", async (size) => `file:${join(folder, size, "roost.db")}`);
  await measure("PostgreSQL", async (size) => {
    await runOnServer(postgresql.url("postgres"), `CREATE DATABASE ${size}`);
    return postgresql.url(size);
  });
} finally {
  await postgresql.stop();
  await rm(folder, { recursive: true, force: true });
}
