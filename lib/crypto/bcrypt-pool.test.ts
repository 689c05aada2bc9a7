import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { bcryptStats, closeBcryptPool, compareSecret, hashSecret } from "./bcrypt-pool.ts";
import { LANES } from "./lanes.ts";

const TURN = { lane: "token", flow: ["someone"] } as const;

afterAll(closeBcryptPool);

/** The number of jobs that reached a thread while `work` ran. */
async function jobsDuring(work: () => Promise<unknown>): Promise<number> {
  const count = () => Object.values(bcryptStats().started).reduce((a, b) => a + b);
  const before = count();
  await work();
  return count() - before;
}

test("a hash has the requested cost and matches its own text only", async () => {
  const hash = await hashSecret("nbp_one", 5, TURN);
  expect(hash).toMatch(/^\$2b\$05\$/);
  expect(await compareSecret("nbp_one", hash, TURN)).toBe(true);
  expect(await compareSecret("nbp_two", hash, TURN)).toBe(false);
  expect(await hashSecret("nbp_one", 5, TURN)).not.toBe(hash);
});

test("work uses the lane it names", async () => {
  const before = bcryptStats().started;
  for (const lane of LANES) await hashSecret("text", 4, { ...TURN, lane });
  const after = bcryptStats().started;
  for (const lane of LANES) expect(after[lane] - before[lane], lane).toBe(1);
});

test("passwords and tokens have separate threads and do not wait for each other", async () => {
  // The flood keeps its threads busy for a second; the single one ends long before it.
  for (const [flood, single] of [
    ["token", "password"],
    ["known", "creation"],
  ] as const) {
    const ended: string[] = [];
    const many = Array.from({ length: 24 }, (_, at) =>
      hashSecret("text", 8, { lane: flood, flow: [`${at}`] }).then(() => ended.push(flood)),
    );
    await hashSecret("text", 4, { ...TURN, lane: single }).then(() => ended.push(single));
    expect(bcryptStats().queued[flood]).toBeGreaterThan(0);
    await Promise.all(many);
    expect(ended.indexOf(single)).toBeLessThan(20);
  }
});

test("all 72 bytes count, and a longer text with the same 72 is refused before bcrypt", async () => {
  const text = "é".repeat(36);
  const hash = await hashSecret(text, 4, TURN);
  expect(await compareSecret(text, hash, TURN)).toBe(true);
  expect(await compareSecret(`${"é".repeat(35)}e!`, hash, TURN)).toBe(false);
  const none = await jobsDuring(async () => {
    expect(await compareSecret(`${text}!`, hash, TURN)).toBe(false);
    expect(await compareSecret(text.repeat(20_000), hash, TURN)).toBe(false);
    await expect(hashSecret(`${text}!`, 4, TURN)).rejects.toMatchObject({
      problem: "validation_failed",
    });
  });
  expect(none).toBe(0);
});

test("texts that bcrypt treats as equal because of a NUL are refused before it", async () => {
  const hash = await hashSecret("ab", 4, TURN);
  const none = await jobsDuring(async () => {
    for (const text of ["ab\0ab", "ab\0", "ab\0ab\0ab", "\0ab"]) {
      expect(await compareSecret(text, hash, TURN)).toBe(false);
      await expect(hashSecret(text, 4, TURN)).rejects.toMatchObject({
        problem: "validation_failed",
      });
    }
  });
  expect(none).toBe(0);
});

test("hashes of the versions 2a and 2y are compared", async () => {
  const hash = await hashSecret("a secret", 4, TURN);
  for (const version of ["$2a", "$2y"]) {
    const other = hash.replace("$2b", version);
    expect(await compareSecret("a secret", other, TURN)).toBe(true);
    expect(await compareSecret("another", other, TURN)).toBe(false);
  }
});

test("a malformed stored hash, or one of a higher cost, is false without bcrypt", async () => {
  const hash = await hashSecret("a secret", 4, TURN);
  const broken = ["", "$2b$", "garbage", hash.slice(1), `${hash} `, hash.replace("$04", "$16")];
  const none = await jobsDuring(async () => {
    for (const one of broken) expect(await compareSecret("a secret", one, TURN)).toBe(false);
  });
  expect(none).toBe(0);
});

test("a well-formed salt or digest that bcrypt never writes is false, not an error", async () => {
  const hash = await hashSecret("a secret", 4, TURN);
  const salt = `${hash.slice(0, 28)}/${hash.slice(29)}`;
  for (const one of [salt, hash.replace(/.$/, "/"), `$2b$04$${"9".repeat(53)}`]) {
    expect(await compareSecret("a secret", one, TURN)).toBe(false);
  }
});

test("an invalid cost is a RangeError", async () => {
  for (const cost of [0, 3, 16, 10.5, Number.NaN]) {
    await expect(hashSecret("text", cost, TURN)).rejects.toThrow(RangeError);
  }
});

test("twenty simultaneous verifications use almost no time of the main thread", async () => {
  const hash = await hashSecret("a secret", 8, TURN);
  const before = process.threadCpuUsage();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, turn) => compareSecret(`wrong ${turn}`, hash, TURN)),
  );
  const spent = process.threadCpuUsage(before);
  expect(answers).toEqual(Array(20).fill(false));
  // CPU time in microseconds, which other processes do not change: on this thread the same work
  // takes 300 ms on a fast machine.
  expect(spent.user + spent.system).toBeLessThan(150_000);
});

test("only the worker's file imports bcryptjs", () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const naming = sources.filter((name) =>
    /from "bcryptjs"/.test(readFileSync(join(import.meta.dirname, name), "utf8")),
  );
  expect(naming).toEqual(["bcrypt.worker.ts"]);
});

test("a process waits for its hash, then exits by itself", async () => {
  const script = `import("./lib/crypto/bcrypt-pool.ts").then(async ({ hashSecret, compareSecret }) => {
    const turn = { lane: "password", flow: ["someone"] };
    const hash = await hashSecret("a secret", 4, turn);
    console.log(await compareSecret("a secret", hash, turn));
  });`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", script], {
    cwd: repositoryRoot(),
  });
  expect(stdout).toBe("true\n");
});
