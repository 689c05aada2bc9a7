/* The preparation of a command: dependencies, generated clients, build. */
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
import { dirname, join } from "node:path";
import { buildError } from "../built-files.mjs";
import { alone } from "./alone.mjs";
import { findNode } from "./find-node.mjs";
import { INSTALL_STAMP, install, isInstalled } from "./install.mjs";
import { inRoot, root, runStep, say } from "./run.mjs";

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

/** The steps in order; each stores the hash of its sources in `stamp`. */
const STEPS = [
  {
    stamp: INSTALL_STAMP,
    sources: ["package-lock.json"],
    isWhole: isInstalled,
    says: "Installing the dependencies (the first time takes a minute or two) …",
    run: install,
  },
  ...["sqlite", "postgresql"].map((database) => ({
    stamp: `lib/db/generated/${database}/.stamp`,
    sources: [`prisma/${database}`, "prisma/models", "package-lock.json"],
    says: `Generating the ${database} client …`,
    run: (options) => generate(database, options),
  })),
  {
    stamp: ".next/roost-build",
    sources: BUILD_SOURCES,
    isWhole: () => buildError(root) === undefined,
    says: "Building (about a minute) …",
    run: (options) => runStep(findNode(), ["lib/cli/build.ts"], options),
    builds: true,
  },
];

/** Prisma requires a native engine here that it never runs: any executable works. */
function generate(database, options) {
  const node = findNode();
  const prisma = ["node_modules/prisma/build/index.js", "generate", "--schema"];
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: node };
  return runStep(node, [...prisma, `prisma/${database}`], { ...options, env, quiet: true });
}

/** A file, or all files below a folder in a stable order, except tests and generated code. */
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

/** Whether the hash of the sources differs from the stamp, or the step's output is incomplete. */
function isStale({ stamp, sources, isWhole = () => true }, command) {
  return !isCurrent({ stamp, sources }) || !isWhole(command);
}

function isCurrent({ stamp, sources }) {
  const file = inRoot(stamp);
  return existsSync(file) && readFileSync(file, "utf8") === hashOf(sources);
}

async function complete(step, command, started) {
  if (!isStale(step, command)) return;
  const wanted = hashOf(step.sources);
  const current = isCurrent(step);
  // Interrupted work must be repeated.
  rmSync(inRoot(step.stamp), { force: true });
  say(step.says);
  await step.run({ started }, command, current);
  mkdirSync(dirname(inRoot(step.stamp)), { recursive: true });
  writeFileSync(inRoot(step.stamp), wanted);
}

/**
 * Runs the missing or stale steps of a command, one process at a time; writes nothing if there are
 * none.
 */
export async function prepare(command) {
  const steps = STEPS.filter((step) => command.build || !step.builds);
  if (!steps.some((step) => isStale(step, command))) return;
  await alone(async (started) => {
    // Another process may have done it in the meantime.
    for (const step of steps) await complete(step, command, started);
  });
}
