import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { listBuiltFiles } from "./built-files.mjs";

const root = repositoryRoot();

let program: string;
/** Paths that a test has moved away. */
const aside: string[] = [];

beforeAll(() => {
  program = mkdtempSync(join(tmpdir(), "roost-program-"));
  const isCopied = (path: string) => !/\.test\.ts$/.test(path);
  cpSync(join(root, "lib"), join(program, "lib"), { recursive: true, filter: isCopied });
  for (const name of ["package.json", "package-lock.json", "prisma"]) {
    symlinkSync(join(root, name), join(program, name));
  }
  linkPackages();
  mkdirSync(join(program, ".next/server"), { recursive: true });
  const built = { "server/page.js": "a page", BUILD_ID: "1", "required-server-files.json": "{}" };
  for (const [name, text] of Object.entries(built)) {
    writeFileSync(join(program, ".next", name), text);
  }
  listBuiltFiles(program, [".next"]);
});
afterEach(() => {
  rmSync(join(program, "data"), { recursive: true, force: true });
  for (const path of aside.splice(0)) {
    rmSync(path, { recursive: true, force: true });
    renameSync(`${path}.aside`, path);
  }
});
afterAll(() => rmSync(program, { recursive: true }));

/** Moves a file or folder of the program away until the end of the test; returns the new path. */
function remove(name: string): string {
  const path = join(program, name);
  renameSync(path, `${path}.aside`);
  aside.push(path);
  return `${path}.aside`;
}

function cutOff(name: string): void {
  const whole = readFileSync(remove(name), "utf8");
  writeFileSync(join(program, name), whole.slice(0, -2));
}

/** All packages as separate links, so that a test can remove one. */
function linkPackages(): void {
  const names = readdirSync(join(root, "node_modules")).flatMap((name) =>
    name.startsWith("@")
      ? readdirSync(join(root, "node_modules", name)).map((inner) => `${name}/${inner}`)
      : [name],
  );
  for (const name of names) {
    mkdirSync(join(program, "node_modules", name, ".."), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(program, "node_modules", name));
  }
}

/** SQLite's driver with an invalid native library. */
function damageDriver(): void {
  const driver = join(program, "node_modules/better-sqlite3");
  remove("node_modules/better-sqlite3");
  for (const part of ["lib", "package.json"]) {
    cpSync(join(root, "node_modules/better-sqlite3", part), join(driver, part), {
      recursive: true,
    });
  }
  mkdirSync(join(driver, "build/Release"), { recursive: true });
  writeFileSync(join(driver, "build/Release/better_sqlite3.node"), "no library");
}

/** A port that is in use until it is released. */
async function takePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const giveBack = async () => {
    server.close();
    await once(server, "close");
  };
  return { port: String(address.port), giveBack };
}

/** Starts the server after these commands of `sh`; returns its output and exit code. */
async function start(env: Record<string, string> = {}, before = "true") {
  const child = spawn("sh", ["-c", `${before} && exec "$0" lib/cli/start.ts`, process.execPath], {
    cwd: program,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_URL: `file:${join(program, "data/roost.db")}`,
      ...env,
    },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      text += chunk;
    });
  }
  const [code] = await once(child, "close");
  return { code, text };
}

type Failure = {
  when: string;
  /** Damages the program folder. */
  harm?: () => void;
  env?: Record<string, string>;
  before?: string;
  /** Another process listens on the port. */
  portIsTaken?: boolean;
  says: RegExp;
};

const FAILURES: Failure[] = [
  {
    when: "the build is missing",
    harm: () => void remove(".next"),
    says: /no complete build here \(there is none\): run npm start/,
  },
  {
    when: "the build was interrupted",
    harm: () => void remove(".next/roost-files.json"),
    says: /no complete build here \(there is none\)/,
  },
  {
    when: "the list of the build's files is truncated",
    harm: () => cutOff(".next/roost-files.json"),
    says: /no complete build here/,
  },
  {
    when: "a file of the build is missing",
    harm: () => void remove(".next/server/page.js"),
    says: /\(\.next\/server\/page\.js is missing\)/,
  },
  {
    when: "a file of the build is truncated",
    harm: () => cutOff(".next/server/page.js"),
    says: /\(\.next\/server\/page\.js is damaged\)/,
  },
  {
    when: "a copied build is incomplete",
    harm: () => {
      remove("package-lock.json");
      remove(".next/server/page.js");
    },
    says: /copy the whole standalone folder again/,
  },
  {
    when: "the package that checks the settings is missing",
    harm: () => void remove("node_modules/zod"),
    says: /not installed completely \(Cannot find package 'zod'.+run npm ci/,
  },
  {
    when: "the framework is missing",
    harm: () => void remove("node_modules/next"),
    says: /not installed completely \(Cannot find package 'next'/,
  },
  {
    when: "the package that connects to the database is missing",
    harm: () => void remove("node_modules/@prisma/adapter-better-sqlite3"),
    says: /not installed completely/,
  },
  {
    when: "the native part of SQLite's driver is damaged",
    harm: damageDriver,
    says: /better_sqlite3\.node.+run npm ci/,
  },
  {
    when: "a file of the program is missing",
    harm: () => void remove("lib/db/migrations.ts"),
    says: /not installed completely \(Cannot find module/,
  },
  { when: "a variable is invalid", env: { PORT: "seventy" }, says: /^PORT must be/ },
  {
    when: "the port is in use",
    portIsTaken: true,
    says: /^Port \d+ on 127\.0\.0\.1 is in use/,
  },
  {
    when: "the address is not this machine's",
    env: { HOST: "192.0.2.1", NEXTAUTH_URL: "http://a.example" },
    says: /^HOST 192\.0\.2\.1 is not an address/,
  },
  {
    when: "the data folder is a file",
    harm: () => writeFileSync(join(program, "data"), ""),
    says: /data folder .+ cannot be used/,
  },
  {
    when: "the folder is not writable",
    before: "ulimit -f 0",
    says: /secret cannot be written: the file may not grow/,
  },
  {
    when: "the database is another file",
    harm: () => {
      mkdirSync(join(program, "data"));
      writeFileSync(join(program, "data/roost.db"), "x".repeat(8192));
    },
    says: /not a database/,
  },
  {
    when: "the account's database is missing",
    harm: () => {
      mkdirSync(join(program, "data"));
      writeFileSync(join(program, "data/account"), "present roost.db\n");
    },
    says: /^This installation has an account, but its database roost\.db has none: .+start-afresh\)\.$/,
  },
  {
    when: "the database server cannot be reached",
    env: { DATABASE_URL: "postgresql://roost@127.0.0.1:1/roost" },
    says: /database cannot be reached/,
  },
];

test.each(FAILURES)("prints one line and exits with 1 when $when", async (failure) => {
  failure.harm?.();
  const { port, giveBack } = await takePort();
  if (!failure.portIsTaken) await giveBack();
  const { code, text } = await start({ PORT: port, ...failure.env }, failure.before);
  if (failure.portIsTaken) await giveBack();
  expect(text.trimEnd().split("\n")).toEqual([expect.stringMatching(failure.says)]);
  expect(code).toBe(1);
});

test("prints the stack if LOG_LEVEL asks for it", async () => {
  remove("node_modules/zod");
  const { text } = await start({ LOG_LEVEL: "debug" });
  expect(text).toMatch(/^Roost is not installed.+\n.*ERR_MODULE_NOT_FOUND.*\n +at /);
});
