/*
 * Brings a checkout to the point where a command can run, on any Node from 18 on: installs,
 * generates and builds what is missing or stale, then goes on with the pinned Node.
 * Plain JavaScript, since the machine's own Node may know no TypeScript.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const inRoot = (...parts) => join(root, ...parts);
const OWN_NODE_LEAST = [22, 18];

const COMMANDS = {
  start: { build: true, script: "lib/cli/start.ts" },
  dev: { script: "lib/cli/dev.ts" },
  build: { build: true },
  generate: {},
  test: { script: "lib/cli/test.ts" },
  bench: { build: true, script: "lib/cli/bench.ts" },
  migration: { script: "lib/cli/new-migration.ts" },
};

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function run(command, args, env = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", ...env },
  });
  if (done.error) fail(`${command} could not be started: ${done.error.message}`);
  if (done.status !== 0) fail(`${[command, ...args].join(" ")} failed`);
}

/** A file, or all files below a folder, in a stable order; tests and generated code change no build. */
function filesBelow(path) {
  if (!existsSync(inRoot(path))) return [];
  if (!statSync(inRoot(path)).isDirectory()) return [path];
  return readdirSync(inRoot(path), { withFileTypes: true })
    .filter(({ name }) => !/\.test\.tsx?$/.test(name) && name !== "generated")
    .filter((entry) => !entry.isSymbolicLink())
    .map(({ name }) => join(path, name))
    .sort()
    .flatMap(filesBelow);
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesBelow))
    hash.update(`${file}\0`).update(readFileSync(inRoot(file)));
  return hash.digest("hex");
}

/** Does the work when the sources have another hash than the stamp it left the last time. */
function whenStale(stamp, sources, work) {
  const wanted = hashOf(sources);
  const file = inRoot(stamp);
  if (existsSync(file) && readFileSync(file, "utf8") === wanted) return;
  work();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

function runsAt(path) {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  if (status !== 0) return null;
  return /^v(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number) ?? null;
}

/** The pinned Node, else the machine's own if it is new enough to run the project. */
function findNode() {
  const pinned = inRoot("node_modules/node/bin/node");
  if (existsSync(pinned) && runsAt(pinned) !== null) return pinned;
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [leastMajor, leastMinor] = OWN_NODE_LEAST;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return process.execPath;
  return fail(
    `Roost needs Node ${OWN_NODE_LEAST.join(".")} or newer: the pinned one could not be installed here, and this is ${process.version}.`,
  );
}

function install() {
  whenStale("node_modules/.roost-install", ["package-lock.json"], () => {
    say("Installing what is missing (the first time takes a minute or two) …");
    run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
  });
}

function generate(node) {
  for (const database of ["sqlite", "postgresql"]) {
    const stamp = `lib/db/generated/${database}/.stamp`;
    whenStale(stamp, [`prisma/${database}`, "prisma/models", "package-lock.json"], () => {
      say(`Generating the ${database} client …`);
      const prisma = ["node_modules/prisma/build/index.js", "generate", "--schema"];
      // Prisma insists on a native engine here that it never runs: any executable will do.
      run(node, [...prisma, `prisma/${database}`], { PRISMA_SCHEMA_ENGINE_BINARY: node });
    });
  }
}

const BUILD_SOURCES = [
  "app",
  "components",
  "lib",
  "prisma",
  "public",
  "next.config.mjs",
  "package-lock.json",
  "package.json",
  "tsconfig.json",
];

function build(node) {
  whenStale(".next/roost-build", BUILD_SOURCES, () => {
    say("Building (about a minute) …");
    run(node, ["node_modules/next/dist/bin/next", "build"], { NODE_ENV: "production" });
  });
}

function goOn(node, script, args) {
  const child = spawn(node, [script, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [name, ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) fail(`Usage: node lib/cli/boot.mjs ${Object.keys(COMMANDS).join(" | ")}`);
install();
const node = findNode();
generate(node);
if (command.build) build(node);
if (command.script) goOn(node, command.script, args);
