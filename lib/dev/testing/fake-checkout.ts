import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repositoryRoot } from "#lib/config/repository-root.ts";

const COPIED = [
  "lib/cli/boot.mjs",
  "lib/cli/boot",
  "lib/cli/built-files.mjs",
  "lib/cli/stop-with-boot.ts",
  "lib/config/system-errors.mjs",
];
const NPM = spawnSync("sh", ["-c", "command -v npm"], { encoding: "utf8" }).stdout.trim();

/** Of the product, of its development, and of another platform. */
const LOCKED = {
  "node_modules/prisma": {},
  "node_modules/zod": {},
  "node_modules/vitest": { dev: true },
  "node_modules/elsewhere": { optional: true },
};
/**
 * An npm that waits for the file `go`, and records its arguments, its start and its end. As the
 * real one, `ci` begins with the removal of all packages, and the list of them comes last.
 */
const FAKE_NPM = `#!/bin/sh
echo "begin" >> calls
echo "$*" >> asked
echo "$$" > installer
[ "$1" = ci ] && rm -rf node_modules
while [ ! -e go ]; do sleep 0.02; done
mkdir -p node_modules/prisma/build node_modules/zod
echo '{}' > node_modules/prisma/package.json
echo '{}' > node_modules/zod/package.json
echo 'process.exit(0)' > node_modules/prisma/build/index.js
case "$*" in *--include=dev*)
  mkdir -p node_modules/vitest; echo '{}' > node_modules/vitest/package.json
  dev=',"node_modules/vitest":{"dev":true}';;
esac
echo '{"packages":{"node_modules/prisma":{},"node_modules/zod":{}'"$dev"'}}' \\
  > node_modules/.package-lock.json
echo "end" >> calls
`;
const BUILD = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { listBuiltFiles } from "./built-files.mjs";
mkdirSync(".next/server", { recursive: true });
writeFileSync(".next/server/page.js", "page");
listBuiltFiles(".", [".next"]);
appendFileSync("calls", "build\\n");`;
const SERVER = `
import { appendFileSync } from "node:fs";
import { stopWithBoot } from "./stop-with-boot.ts";
for (const signal of ["SIGTERM", "SIGHUP"])
  process.on(signal, () => { appendFileSync("calls", "stopped\\n"); process.exit(); });
process.stdout.write("up " + process.pid + " " + process.ppid + "\\n");
setInterval(() => process.stdout.write("tick\\n"), 700);
stopWithBoot();`;

/** A program started in a fake checkout, with its output so far. */
export type Started = { child: ChildProcess; pid: number; text(): string };

/** A small checkout: the real boot.mjs, with a fake install, build and server. */
export function fakeCheckout() {
  const folder = mkdtempSync(join(tmpdir(), "roost-boot-"));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const path of COPIED) {
    cpSync(join(repositoryRoot(), path), join(folder, path), { recursive: true });
  }
  const scripts = { start: "node lib/cli/boot.mjs start" };
  write("package.json", JSON.stringify({ name: "fake", type: "module", scripts }));
  write("package-lock.json", JSON.stringify({ packages: { "": {}, ...LOCKED } }));
  write("lib/cli/build.ts", BUILD);
  write("lib/cli/start.ts", SERVER);
  write("bin/npm", FAKE_NPM);
  chmodSync(join(folder, "bin/npm"), 0o755);
  const groups: number[] = [];
  // As in a shell, since npm may have started the tests.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  const PATH = `${join(folder, "bin")}:${process.env.PATH}`;
  const env = { ...Object.fromEntries(own), NODE_ENV: "production" as const, PATH };

  /** Starts a program as the leader of a new process group. */
  const start = (program: string, ...args: string[]): Started => {
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    const child = spawn(program, args, { cwd: folder, env, stdio, detached: true });
    if (child.pid === undefined) throw new Error(`${program} was not started`);
    groups.push(child.pid);
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        text += chunk;
      });
    }
    return { child, pid: child.pid, text: () => text };
  };

  const linesOf = (name: string) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  };

  return {
    folder,
    write,
    start,
    boot: (command = "start") => start(process.execPath, "lib/cli/boot.mjs", command),
    npmStart: () => start(NPM, "start"),
    npm: NPM,
    /** The records of install, build and server, in order. */
    calls: () => linesOf("calls"),
    /** What npm was asked for, without the options that are always the same. */
    asked: () => linesOf("asked").map((line) => line.replace(/ --no-audit .*/, "")),
    has: (path: string) => existsSync(join(folder, path)),
    /** The processes that hold the checkout. */
    preparing: () => readdirSync(folder).filter((name) => name.startsWith(".preparing")),
    letInstall: () => write("go", ""),
    holdInstall: () => rmSync(join(folder, "go")),
    installer: () => Number(readFileSync(join(folder, "installer"), "utf8")),
    remove() {
      for (const group of groups) {
        try {
          process.kill(-group, "SIGKILL");
        } catch {
          // It has ended.
        }
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

export type FakeCheckout = ReturnType<typeof fakeCheckout>;
