import { writeFileSync } from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";

/*
 * Loaded before a program (`--import`): counts its steps, which are operations on files and what it
 * sends to servers and other programs, and kills it before the one of KILL_AT_STEP. A program that
 * ends writes the count to STEPS_FILE.
 */

const { KILL_AT_STEP, STEPS_FILE } = process.env;
let steps = 0;

function counted<A extends unknown[], R>(work: (...given: A) => R) {
  return function step(this: unknown, ...given: A): R {
    steps += 1;
    if (`${steps}` === KILL_AT_STEP) process.kill(process.pid, "SIGKILL");
    return work.apply(this, given);
  };
}

const { open, rename, link, copyFile, chmod, rm, writeFile } = fs;
for (const work of [open, rename, link, copyFile, chmod, rm, writeFile]) {
  Object.assign(fs, { [work.name]: counted<unknown[], unknown>(work as never) });
}
syncBuiltinESMExports();
Object.assign(Socket.prototype, { write: counted(Socket.prototype.write as never) });
process.on("exit", () => {
  if (STEPS_FILE) writeFileSync(STEPS_FILE, `${steps}`);
});
