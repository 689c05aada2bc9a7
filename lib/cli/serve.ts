import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import next from "next";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { settings } from "#lib/config/settings.ts";
import { runShutdown } from "#lib/config/shutdown.ts";
import { closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { database, openDatabase, useDatabase } from "#lib/db/database.ts";
import { door } from "#lib/http/server/door.ts";
import { logger } from "#lib/observability/logger.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";
import { Refusal } from "./refusal.ts";

const LIMITS = { maxHeaderSize: 16 * 1024, headersTimeout: 20_000, requestTimeout: 60_000 };
const DRAIN_MS = 10_000;

/** Runs the migrations in a process of their own, which holds the schema engine's lock. */
async function migrateDatabase(): Promise<void> {
  const script = join(import.meta.dirname, "migrate.ts");
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "ignore", "pipe"] });
  let told = "";
  child.stderr.on("data", (chunk) => {
    told += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Refusal(told.trim() || "the database could not be migrated");
}

async function listen(server: Server): Promise<void> {
  const { host, port } = settings();
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      throw new Refusal(`Port ${port} on ${host} is in use. Stop what uses it, or set PORT.`);
    }
    if (code === "EACCES") throw new Refusal(`Port ${port} may not be used. Set another PORT.`);
    throw error;
  }
}

async function announce(): Promise<void> {
  process.stdout.write(`Roost is running at ${settings().publicUrl}\n`);
  if ((await getInstanceStatus()).setupRequired) {
    process.stdout.write(`Create the owner at ${settings().publicUrl}/setup\n`);
  }
}

/** Finishes what runs, writes what waits, closes everything and ends the process. */
async function stop(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
  server.close();
  server.closeIdleConnections();
  await once(server, "close");
  clearTimeout(late);
  await runShutdown((name, error) => logger().error({ err: error }, `${name} failed at the end`));
  await closeBcryptPool();
  await database().close();
  process.exit(0);
}

/** Starts the whole server: database, framework, door. SIGTERM and SIGINT stop it in order. */
export async function serve({ development }: { development: boolean }): Promise<void> {
  const { host, port, databaseUrl } = settings();
  await migrateDatabase();
  useDatabase(await openDatabase(databaseUrl));
  const app = next({ dir: repositoryRoot(), dev: development, hostname: host, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const enter = door((request, response) => handle(request, response), { development });
  const server = createServer(LIMITS, (request, response) => {
    enter(request, response).catch((error: unknown) => {
      logger().error({ err: error }, "a request failed outside its handler");
      response.destroy();
    });
  });
  // The framework would answer upgrades in a way of its own; nothing here uses one but development.
  if (!development) server.on("upgrade", (_request, socket) => socket.destroy());
  await listen(server);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void stop(server));
  }
  await announce();
}
