/*
 * Prepares a checkout for a command, on any Node from 18 on: installs, generates and builds what
 * is missing or stale, then continues with the pinned Node.
 * Plain JavaScript, since the machine's Node may not support TypeScript.
 */
import { existsSync } from "node:fs";
import { systemErrorLine } from "../config/system-errors.mjs";
import { findNode } from "./boot/find-node.mjs";
import { prepare } from "./boot/prepare.mjs";
import { fail, inRoot, runLast, stop, stopOnSignals } from "./boot/run.mjs";
import { watchStarter } from "./boot/starter.mjs";

/**
 * A server's objects: by default young ones may take a hundred megabytes, and old ones grow to a
 * multiple of what is in use before they are collected. Neither is faster (docs/performance.md).
 */
const HEAP = ["--max-semi-space-size=8", "--heap-growing-percent=60"];

/**
 * A server's blocks outside of JavaScript: glibc raises these limits by itself, and then keeps
 * more of what was freed.
 */
const FREED = {
  MALLOC_MMAP_THRESHOLD_: process.env.MALLOC_MMAP_THRESHOLD_ ?? "131072",
  MALLOC_TRIM_THRESHOLD_: process.env.MALLOC_TRIM_THRESHOLD_ ?? "131072",
};

/**
 * `development`: the command needs the development packages; the others work without them.
 * `envFile`: it reads `.env` if there is one. `options`: of Node. `env`: more variables; with a
 * cache of compiled code from its very first module, Node need not load what strips types.
 */
const COMMANDS = {
  start: {
    ...{ build: true, script: "lib/cli/start.ts", envFile: true, options: HEAP },
    env: {
      ...FREED,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? inRoot(".next/cache/node"),
    },
  },
  dev: { script: "lib/cli/dev.ts", envFile: true },
  build: { build: true },
  admin: { script: "lib/cli/admin.ts", envFile: true },
  generate: { development: true },
  test: { development: true, script: "lib/dev/test.ts" },
  "test:replicas": { build: true, development: true, script: "lib/dev/test-replicas.ts" },
  bench: { build: true, development: true, script: "lib/dev/bench.ts" },
  "bench:scale": { build: true, development: true, script: "lib/dev/bench-scale.ts" },
  "bench:pages": { build: true, development: true, script: "lib/dev/bench-pages.ts" },
  pictures: { build: true, development: true, script: "lib/dev/pictures.ts" },
  seed: { development: true, script: "lib/dev/seed.ts", envFile: true },
  migration: { development: true, script: "lib/dev/new-migration.ts" },
};

const [name, ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!command) fail(`Usage: node lib/cli/boot.mjs ${Object.keys(COMMANDS).join(" | ")}`);
stopOnSignals();
watchStarter(() => stop("SIGHUP"));
try {
  await prepare(command);
} catch (error) {
  fail(systemErrorLine(error) ?? error.stack);
}
const node = findNode();
if (command.script) {
  const file = command.envFile && existsSync(inRoot(".env")) ? ["--env-file=.env"] : [];
  const options = [...(command.options ?? []), ...file];
  await runLast(node, [...options, command.script, ...args], command.env);
}
