/*
 * Brings a checkout to the point where a command can run, on any Node from 18 on: installs,
 * generates and builds what is missing or stale, then goes on with the pinned Node.
 * Plain JavaScript, since the machine's own Node may know no TypeScript.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const inRoot = (...parts) => join(root, ...parts);
const OLDEST_NODE = [22, 18];
const FORWARDED = ["SIGTERM", "SIGINT", "SIGHUP"];

/** `envFile`: the command reads `.env` where there is one, as its operator expects. */
const COMMANDS = {
  start: { build: true, script: "lib/cli/start.ts", envFile: true },
  dev: { script: "lib/cli/dev.ts", envFile: true },
  build: { build: true },
  admin: { script: "lib/cli/admin.ts", envFile: true },
  generate: {},
  test: { script: "lib/cli/test.ts" },
  bench: { build: true, script: "lib/cli/bench.ts" },
  "bench:scale": { build: true, script: "lib/cli/bench-scale.ts" },
  "bench:pages": { build: true, script: "lib/cli/bench-pages.ts" },
  pictures: { build: true, script: "lib/cli/pictures.ts" },
  seed: { script: "lib/cli/seed.ts", envFile: true },
  migration: { script: "lib/cli/new-migration.ts" },
};

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

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text, exitCode = 1) {
  process.stderr.write(`${text}\n`);
  process.exit(exitCode);
}

/** `quiet` shows what the command writes only when it fails. */
function run(command, args, { env = {}, quiet = false } = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", ...env },
  });
  if (done.error) fail(`${command} could not be started: ${done.error.message}`);
  if (done.signal) fail(`${command} was stopped`, 128 + constants.signals[done.signal]);
  if (done.status === 0) return;
  if (quiet) process.stderr.write(`${done.stdout}${done.stderr}`);
  fail(`Stopped: "${[command, ...args].join(" ")}" failed, see above.`);
}

/** A file, or all files below a folder in a stable order. Tests and generated code change no build. */
function filesBelow(path) {
  if (!existsSync(inRoot(path))) return [];
  if (!statSync(inRoot(path)).isDirectory()) return [path];
  return readdirSync(inRoot(path), { withFileTypes: true })
    .filter((entry) => !/\.test\.tsx?$/.test(entry.name) && entry.name !== "generated")
    .filter((entry) => !entry.isSymbolicLink())
    .map(({ name }) => join(path, name))
    .sort()
    .flatMap(filesBelow);
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesBelow)) {
    hash.update(`${file}\0`).update(readFileSync(inRoot(file)));
  }
  return hash.digest("hex");
}

/** Does the work when the sources have another hash than the stamp it left the last time. */
function whenStale(stamp, sources, work) {
  const wanted = hashOf(sources);
  const file = inRoot(stamp);
  if (existsSync(file) && readFileSync(file, "utf8") === wanted) return;
  // Work that is cut off must be done again.
  rmSync(file, { force: true });
  work();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** The pinned Node, else the machine's own if it is new enough to run the project. */
function findNode() {
  const pinned = inRoot("node_modules/node/bin/node");
  const asked = spawnSync(pinned, ["--version"], { encoding: "utf8" });
  if (asked.status === 0 && isNewEnough(asked.stdout)) return pinned;
  if (isNewEnough(process.version)) return process.execPath;
  return fail(
    `Roost needs Node ${OLDEST_NODE.join(".")} or newer. This is ${process.version}, and npm did not install ` +
      "the package node here. Install a newer Node, or, where npm blocks install scripts, allow " +
      "this one: npm rebuild node --ignore-scripts=false",
  );
}

function install() {
  whenStale("node_modules/.roost-install", ["package-lock.json"], () => {
    say("Installing the dependencies (the first time takes a minute or two) …");
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
      const env = { PRISMA_SCHEMA_ENGINE_BINARY: node };
      run(node, [...prisma, `prisma/${database}`], { env, quiet: true });
    });
  }
}

function build(node) {
  whenStale(".next/roost-build", BUILD_SOURCES, () => {
    say("Building (about a minute) …");
    run(node, ["lib/cli/build.ts"]);
  });
}

function goOn(node, { script, envFile }, args) {
  const options = envFile && existsSync(inRoot(".env")) ? ["--env-file=.env"] : [];
  const child = spawn(node, [...options, script, ...args], { cwd: root, stdio: "inherit" });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`${node} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    process.exit(signal ? 128 + constants.signals[signal] : code);
  });
}

const [name, ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!command) fail(`Usage: node lib/cli/boot.mjs ${Object.keys(COMMANDS).join(" | ")}`);
install();
const node = findNode();
generate(node);
if (command.build) build(node);
if (command.script) goOn(node, command, args);
