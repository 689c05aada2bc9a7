import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { fill, using } from "#lib/dev/testing/migrations.ts";
import { contentOf, newSqlite, newSqliteUrl, quietReport } from "#lib/dev/testing/store-copies.ts";
import { migrate } from "../migrations.ts";
import { copyInstallation } from "./copy.ts";

const SCRIPT = join(repositoryRoot(), "lib/cli/admin.ts");
const KILLER = new URL("../../dev/testing/kill-at-step.ts", import.meta.url).href;
/** PostgreSQL notices the end of a killed client with a delay. */
const NOTICED = { timeout: 30_000, interval: 200 };

const scratch = mkdtempSync(join(tmpdir(), "roost-killed-"));
const counter = join(scratch, "steps");
afterAll(() => rmSync(scratch, { recursive: true }));

let sqlite: string;
let postgresql: string;
let wanted: Awaited<ReturnType<typeof contentOf>>;
beforeAll(async () => {
  sqlite = await newSqlite();
  await fill(sqlite);
  await addRows(sqlite);
  wanted = await contentOf(sqlite);
  postgresql = await freshDatabaseUrl("empty");
  await copyInstallation(sqlite, postgresql, quietReport().report);
});

/** Rows on several pages, with keys that the databases order differently. */
function addRows(url: string): Promise<void> {
  return using(url, ({ write }) =>
    write(async (tx) => {
      const ids = Array.from(
        { length: 2500 },
        (_, at) => `${"aBé-Z_"[at % 6]}${(at * 7919) % 2500}`,
      );
      await tx.tokenUse.createMany({
        data: ids.map((tokenId, count) => {
          const rest = { accountId: "key 1", day: "2026-11-24", operation: "users.list", count };
          return { tokenId, ...rest };
        }),
      });
      const { id: _, ...event } = await tx.auditEvent.findFirstOrThrow();
      await tx.auditEvent.createMany({
        data: ids.map((targetId) => ({ ...event, meta: {}, targetId })),
      });
    }),
  );
}

type Ended = { ended: number | string | null; out: string };
type Moment = { atStep?: number; atLine?: RegExp };

/** Runs the command like an operator; kills it before a step, or soon after it printed a line. */
async function run(from: string, to: string, { atStep, atLine }: Moment = {}): Promise<Ended> {
  const args = ["migrate-store", "--from", from, "--to", to];
  const child = spawn(process.execPath, ["--import", KILLER, SCRIPT, ...args], {
    env: { ...process.env, KILL_AT_STEP: `${atStep}`, STEPS_FILE: counter },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (atLine?.test(out)) child.kill("SIGKILL");
    });
  }
  const [code, signal] = await once(child, "close");
  return { ended: signal ?? code, out };
}

/** The same once the server has noticed the end of the previous run. */
async function runAgain(from: string, to: string, moment?: Moment): Promise<Ended> {
  let last: Ended = { ended: null, out: "" };
  const ready = async () => {
    last = await run(from, to, moment);
    return last.out.includes("A server or another command uses");
  };
  await expect.poll(ready, NOTICED).toBe(false);
  return last;
}

type Direction = "to PostgreSQL" | "to SQLite";

const sourceOf = (direction: Direction) => (direction === "to SQLite" ? postgresql : sqlite);
const newTarget = async (direction: Direction) =>
  direction === "to SQLite" ? newSqliteUrl() : freshDatabaseUrl("empty");

describe.each<Direction>(["to PostgreSQL", "to SQLite"])("a copy %s", (direction) => {
  let steps: number;
  beforeAll(async () => {
    expect(await run(sourceOf(direction), await newTarget(direction))).toMatchObject({ ended: 0 });
    steps = Number(readFileSync(counter, "utf8"));
  });

  test.each([0.1, 0.3, 0.5, 0.7, 0.9])(
    "that is killed after %f of its steps is completed by the next run",
    async (part) => {
      const from = sourceOf(direction);
      const to = await newTarget(direction);
      const killed = await run(from, to, { atStep: Math.floor(steps * part) });
      expect(killed.ended).toBe("SIGKILL");
      const { ended, out } = await runAgain(from, to);
      expect([ended, out]).toEqual([0, expect.stringContaining("are equal in both databases")]);
      expect(await contentOf(to)).toEqual(wanted);
    },
  );

  test("that is killed again and again goes on after its last committed rows, and no server starts before its end", async () => {
    const from = sourceOf(direction);
    const to = await newTarget(direction);
    const reached: number[] = [];
    // The second line of a run is printed with the first rows that it copies.
    const atLine = /Copying: 0.*Copying: .*Copying: .*\n/s;
    for (let runs = 0; runs < 4; runs += 1) {
      const { ended, out } = await runAgain(from, to, { atLine });
      const [, copied] = /Continues after (\d+) copied rows/.exec(out) ?? [];
      if (copied !== undefined) reached.push(Number(copied));
      if (ended === 0) break;
      const started = () => migrate(to).then(() => "started", String);
      await expect.poll(started, NOTICED).toContain("The database holds an unfinished copy.");
    }
    await runAgain(from, to);
    expect(reached.at(-1)).toBeGreaterThan(0);
    expect(reached).toEqual(reached.toSorted((a, b) => a - b));
    expect(await contentOf(to)).toEqual(wanted);
    expect(await migrate(to)).toMatchObject({ applied: [] });
  });
});
