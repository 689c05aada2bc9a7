import type { Server } from "node:http";

/**
 * Stops accepting connections and resolves when the running requests have been answered, or
 * `graceMs` after the call, when their connections are cut. Idle connections close at once.
 */
export function stopServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const closeIdle = () => server.closeIdleConnections();
    server.on("request", (_request, response) =>
      response.once("close", () => setImmediate(closeIdle)),
    );
    const sweep = setInterval(closeIdle, 100);
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
    closeIdle();
  });
}
