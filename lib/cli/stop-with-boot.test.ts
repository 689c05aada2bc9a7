import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

const MODULE = join(import.meta.dirname, "stop-with-boot.ts");
/** Longer than two intervals of the check. */
const LIFE_MS = 2_500;
const CODE = `import { stopWithBoot } from ${JSON.stringify(MODULE)};
  stopWithBoot();
  setTimeout(() => {}, ${LIFE_MS});`;

/** The end of a process whose ROOST_BOOT_PID is this one: "exit 0", or its signal. */
async function endOf(boot: number): Promise<string> {
  const env = { ...process.env, ROOST_BOOT_PID: String(boot) };
  const child = spawn(process.execPath, ["--input-type=module", "-e", CODE], { env });
  const [code, signal] = await once(child, "exit");
  return signal ?? `exit ${code}`;
}

test("a process that a live boot.mjs did not start itself keeps running", async () => {
  expect(await endOf(process.ppid)).toBe("exit 0");
});

test("a process whose boot.mjs has ended stops", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  expect(await endOf(pid)).toBe("SIGHUP");
});
