import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { bcryptStats, closeBcryptPool, compareSecret, hashSecret } from "./bcrypt-pool.ts";

afterAll(closeBcryptPool);

afterEach(() => {
  vi.useRealTimers();
});

/** How many jobs reached a thread while `work` ran. */
async function jobsDuring(work: () => Promise<unknown>): Promise<number> {
  const count = () => Object.values(bcryptStats().started).reduce((a, b) => a + b);
  const before = count();
  await work();
  return count() - before;
}

test("a hash has the asked cost and is of its own text only", async () => {
  const hash = await hashSecret("nbp_one", 5);
  expect(hash).toMatch(/^\$2b\$05\$/);
  expect(await compareSecret("nbp_one", hash, "token")).toBe(true);
  expect(await compareSecret("nbp_two", hash, "token")).toBe(false);
  expect(await hashSecret("nbp_one", 5)).not.toBe(hash);
});

test("work goes to the lane that was named, new hashes to the tokens' by themselves", async () => {
  const before = bcryptStats().started;
  const hash = await hashSecret("text", 4);
  await hashSecret("text", 4, "password");
  await compareSecret("text", hash, "suspect");
  const { token, password, suspect } = bcryptStats().started;
  expect([token - before.token, password - before.password, suspect - before.suspect]).toEqual([
    1, 1, 1,
  ]);
});

test("72 bytes are all read, and a longer text with the same 72 is refused before bcrypt", async () => {
  const text = "é".repeat(36);
  const hash = await hashSecret(text, 4);
  expect(await compareSecret(text, hash, "token")).toBe(true);
  expect(await compareSecret(`${"é".repeat(35)}e!`, hash, "token")).toBe(false);
  const none = await jobsDuring(async () => {
    expect(await compareSecret(`${text}!`, hash, "token")).toBe(false);
    expect(await compareSecret(text.repeat(20_000), hash, "token")).toBe(false);
    await expect(hashSecret(`${text}!`, 4)).rejects.toMatchObject({ problem: "validation_failed" });
  });
  expect(none).toBe(0);
});

test("texts that bcrypt takes for equal because of a NUL are refused before it", async () => {
  const hash = await hashSecret("ab", 4);
  const none = await jobsDuring(async () => {
    for (const text of ["ab\0ab", "ab\0", "ab\0ab\0ab", "\0ab"]) {
      expect(await compareSecret(text, hash, "token")).toBe(false);
      await expect(hashSecret(text, 4)).rejects.toMatchObject({ problem: "validation_failed" });
    }
  });
  expect(none).toBe(0);
});

test("hashes of the versions 2a and 2y are compared", async () => {
  const hash = await hashSecret("a secret", 4);
  for (const version of ["$2a", "$2y"]) {
    const other = hash.replace("$2b", version);
    expect(await compareSecret("a secret", other, "token")).toBe(true);
    expect(await compareSecret("another", other, "token")).toBe(false);
  }
});

test("a malformed stored hash, or one of a higher cost, is false without bcrypt", async () => {
  const hash = await hashSecret("a secret", 4);
  const broken = ["", "$2b$", "garbage", hash.slice(1), `${hash} `, hash.replace("$04", "$16")];
  const none = await jobsDuring(async () => {
    for (const one of broken) expect(await compareSecret("a secret", one, "token")).toBe(false);
  });
  expect(none).toBe(0);
});

test("a salt or a digest of the right shape that bcrypt never writes is false, not an error", async () => {
  const hash = await hashSecret("a secret", 4);
  const salt = `${hash.slice(0, 28)}/${hash.slice(29)}`;
  for (const one of [salt, hash.replace(/.$/, "/"), `$2b$04$${"9".repeat(53)}`]) {
    expect(await compareSecret("a secret", one, "token")).toBe(false);
  }
});

test("a cost that is no cost is a mistake of the caller", async () => {
  for (const cost of [0, 3, 16, 10.5, Number.NaN]) {
    await expect(hashSecret("text", cost)).rejects.toThrow(RangeError);
  }
});

test("twenty verifications at once take next to nothing of the main thread", async () => {
  // On a busy machine the last of them may wait longer than the two seconds that are allowed.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const hash = await hashSecret("a secret", 8);
  const before = process.threadCpuUsage();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, turn) => compareSecret(`wrong ${turn}`, hash, "token")),
  );
  const spent = process.threadCpuUsage(before);
  expect(answers).toEqual(Array(20).fill(false));
  // In microseconds of processor time, which other processes do not change: on this thread the
  // same work takes 300 ms on a fast machine.
  expect(spent.user + spent.system).toBeLessThan(150_000);
});

test("only the worker's file names bcryptjs", () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const naming = sources.filter((name) =>
    /from "bcryptjs"/.test(readFileSync(join(import.meta.dirname, name), "utf8")),
  );
  expect(naming).toEqual(["bcrypt.worker.ts"]);
});

test("a plain process waits for its hash, then ends by itself", async () => {
  const script = `import("./lib/crypto/bcrypt-pool.ts").then(async ({ hashSecret, compareSecret }) => {
    const hash = await hashSecret("a secret", 4);
    console.log(await compareSecret("a secret", hash, "password"));
  });`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", script], {
    cwd: repositoryRoot(),
  });
  expect(stdout).toBe("true\n");
});
