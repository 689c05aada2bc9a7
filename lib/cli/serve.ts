import { once } from "node:events";
import { createServer, type Server as NetServer } from "node:net";
import { environmentWarnings, type Settings, settings } from "#lib/config/settings.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { version } from "#lib/config/version.ts";
import { withCompressedPages } from "#lib/http/server/compressed-pages.ts";
import { createHttpServer } from "#lib/http/server/create-server.ts";
import type { AccessEntry, Handle } from "#lib/http/server/request-handler.ts";
import { withStaticFiles } from "#lib/http/server/static-files.ts";
import { stoppable } from "#lib/http/server/stop-server.ts";
import { connection } from "#lib/netbird/connection.ts";
import { accessLogger, logger } from "#lib/observability/logger.ts";
import { noteUnknownProxy } from "#lib/observability/unknown-proxies.ts";
import { startDeletingRemains } from "#lib/services/account/delete-remains.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";
import { issueStartCode } from "#lib/services/instance/setup-lock.ts";
import { rewriteKeys } from "#lib/services/keys/rewrite-keys.ts";
import { startBrokerChecks } from "#lib/services/netbird/broker.ts";
import { startMirrors } from "#lib/services/netbird/start-mirrors.ts";
import { startNotices } from "#lib/services/notices/start-notices.ts";
import { startRevoking } from "#lib/services/revocations/start-revoking.ts";
import { startDisablingUnused } from "#lib/services/tokens/start-disabling-unused.ts";
import { correctCounts } from "#lib/services/tokens/token-days.ts";
import { builtFiles } from "./built-files.mjs";
import { CommandError } from "./command-error.ts";
import { type Framework, loadFramework } from "./next-app.ts";
import { openInstallation } from "./open-installation.ts";
import { PROJECT_ROOT } from "./project-root.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

async function listen(server: NetServer, { host, port }: Settings): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const where = `Port ${port} on ${host}`;
    if (code === "EADDRINUSE") {
      throw new CommandError(`${where} is in use. Stop what uses it, or set PORT.`);
    }
    if (code === "EACCES")
      throw new CommandError(`${where} is not permitted for this user. Set another PORT.`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new CommandError(`HOST ${host} is not an address of this machine.`);
    }
    throw error;
  }
}

/** Checked first: the process on the port may be a Roost that uses the same database. */
async function assertPortIsFree(wanted: Settings): Promise<void> {
  const probe = createServer();
  await listen(probe, wanted);
  probe.close();
  await once(probe, "close");
}

function writeAccess(entry: AccessEntry): void {
  const quiet = entry.route.startsWith("/_next/") || entry.route.startsWith("/api/health");
  accessLogger()[quiet ? "debug" : "info"](entry, "request");
}

async function announce(publicUrl: string, running: string): Promise<void> {
  process.stdout.write(`Roost ${running} is running at ${publicUrl}\n`);
  const { setupRequired, codeRequired } = await getInstanceStatus();
  if (!setupRequired) return;
  process.stdout.write(`Create the owner at ${publicUrl}/setup\n`);
  if (codeRequired) await announceCode();
}

/** Prints the code of the setup, valid as long as this process runs. */
async function announceCode(): Promise<void> {
  const issued = await issueStartCode();
  if (issued === null) {
    process.stdout.write("It needs the code in ROOST_SETUP_CODE.\n");
    return;
  }
  onShutdown("setup code", issued.forget);
  process.stdout.write(`Setup code: ${issued.code}\n`);
}

function compressed(handle: Handle): Handle {
  return withCompressedPages(withStaticFiles(PROJECT_ROOT, builtFiles(PROJECT_ROOT) ?? {}, handle));
}

/**
 * Starts the whole server: database, HTTP and the API, then Next, which page requests wait for.
 * SIGTERM and SIGINT stop it gracefully.
 */
export async function serve({ development }: { development: boolean }): Promise<void> {
  // Other users may not read the database, its journal or other files of the server.
  process.umask(0o077);
  const known = settings();
  for (const line of environmentWarnings()) logger().warn(line);
  // Read here: the framework's bundle does not know the path of the file.
  const running = version();
  await assertPortIsFree(known);
  // Loaded while the database is migrated in another process.
  const [{ answerApi }, { answerForwardAuth }] = await Promise.all([
    import("#lib/http/server/api-handler.ts"),
    import("#lib/http/server/forward-auth-handler.ts"),
    openInstallation(),
  ]);
  const loaded = Promise.withResolvers<Framework>();
  const handle: Handle = async (request, response) =>
    (await loaded.promise).handle(request, response);
  const server = createHttpServer({
    trustedProxies: known.trustedProxies,
    publicUrl: known.publicUrl,
    securityContact: known.securityContact,
    development,
    handle: development ? handle : compressed(handle),
    // In development, the framework loads changed handlers again.
    ...(development ? {} : { answerApi }),
    answerForwardAuth,
    onResponse: writeAccess,
    onUnknownProxy: noteUnknownProxy,
    onError: (error, requestId) => logger().error({ err: error, requestId }, "unexpected error"),
  });
  stopOnSignal(stoppable(server), async () => (await loaded.promise).close());
  await listen(server, known);
  loaded.resolve(loadFramework({ development, ...known }));
  await loaded.promise;
  await announce(known.publicUrl, running);
  rewriteKeys().catch((error: unknown) => {
    logger().warn(
      { err: error },
      "search keys of an older version were not rewritten; the next start tries again",
    );
  });
  correctCounts().catch((error: unknown) => {
    logger().warn({ err: error }, "tokens were not counted; the next start tries again");
  });
  startDeletingRemains();
  startDisablingUnused();
  startRevoking();
  const netbird = connection();
  if (netbird) {
    startBrokerChecks(netbird);
    startMirrors(netbird);
  }
  const { noticeWebhook: webhook, publicUrl } = known;
  if (webhook) startNotices({ webhook, publicUrl });
}
