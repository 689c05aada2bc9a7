import { describe, expect, test } from "vitest";
import { runCommand, runSteps, type Step } from "./test-steps.ts";

const step = (name: string, rest: Partial<Step> = {}): Step => ({ name, command: [], ...rest });

/** Runs steps whose ends the test decides, and records begins and ends. */
function controlled(steps: Step[], width: number) {
  const log: string[] = [];
  const ends = new Map<string, (ok: boolean) => void>();
  const all = runSteps(steps, width, (begun, failed) => {
    log.push(failed === undefined ? begun.name : `${begun.name} without ${failed}`);
    if (failed !== undefined) return Promise.resolve(false);
    return new Promise<boolean>((resolve) => ends.set(begun.name, resolve));
  });
  const end = async (name: string, ok = true) => {
    ends.get(name)?.(ok);
    await new Promise(setImmediate);
  };
  return { log, end, all };
}

describe("runSteps", () => {
  test("runs as many steps at a time as its width, in the table's order", async () => {
    const { log, end, all } = controlled([step("a"), step("b"), step("c")], 2);
    expect(log).toEqual(["a", "b"]);
    await end("b");
    expect(log).toEqual(["a", "b", "c"]);
    await end("a");
    await end("c");
    await all;
  });

  test("begins a step after those it names, failed or not", async () => {
    const { log, end, all } = controlled([step("a", { after: ["b"] }), step("b")], 2);
    expect(log).toEqual(["b"]);
    await end("b", false);
    expect(log).toEqual(["b", "a"]);
    await end("a");
    await all;
  });

  test("names the failed step to a step that needs it", async () => {
    const { log, end, all } = controlled([step("build"), step("browser", { needs: "build" })], 1);
    await end("build", false);
    await all;
    expect(log).toEqual(["build", "browser without build"]);
  });

  test("refuses steps that wait for each other", async () => {
    const steps = [step("a", { after: ["b"] }), step("b", { after: ["a"] })];
    await expect(controlled(steps, 2).all).rejects.toThrow("steps wait for each other");
  });
});

describe("runCommand", () => {
  const node = (code: string) => runCommand([process.execPath, "-e", code], process.env);

  test("returns both streams of a command and whether it succeeded", async () => {
    const { ok, output } = await node("console.log('out'); console.error('err'); process.exit(3)");
    expect(ok).toBe(false);
    expect(output.split("\n").sort()).toEqual(["", "err", "out"]);
    expect(await node("")).toMatchObject({ ok: true, output: "" });
  });

  test("a command that does not exist fails with its name", async () => {
    const { ok, output } = await runCommand(["no-such-command"], process.env);
    expect(ok).toBe(false);
    expect(output).toContain("no-such-command");
  });
});
