import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

/** How long a request whose body is still on its way may take to arrive. */
const BODY_MS = 1_000;
const SWEEP_MS = 100;

/** Stops the server: resolves when every connection is closed, `graceMs` after the call at most. */
export type StopServer = (graceMs: number) => Promise<void>;

/**
 * Watches the connections of a server that does not listen yet, and answers how to stop it. From
 * then on no connection is accepted, those without a complete request are closed (at once, or a
 * second later if its body is under way), and the others when their request is answered.
 */
export function stoppable(server: Server): StopServer {
  const running = new Map<Socket, Set<IncomingMessage>>();
  let stopAt: number | undefined;

  const sweep = () => {
    if (stopAt === undefined) return;
    const bodiesMayCome = performance.now() - stopAt < BODY_MS;
    for (const [socket, requests] of running) {
      const waits = [...requests].some((request) => request.complete || bodiesMayCome);
      if (!waits) socket.destroy();
    }
  };
  server.on("connection", (socket: Socket) => {
    running.set(socket, new Set());
    socket.once("close", () => running.delete(socket));
  });
  server.on("request", (request, response) => {
    const requests = running.get(request.socket);
    requests?.add(request);
    response.once("close", () => {
      requests?.delete(request);
      setImmediate(sweep);
    });
  });

  return (graceMs) =>
    new Promise((resolve) => {
      stopAt = performance.now();
      // Node's own takes a large answer that is still being sent for idle.
      server.closeIdleConnections = () => {};
      const timer = setInterval(sweep, SWEEP_MS);
      const cut = setTimeout(() => {
        for (const socket of running.keys()) socket.destroy();
      }, graceMs);
      server.close(() => {
        clearInterval(timer);
        clearTimeout(cut);
        resolve();
      });
      sweep();
    });
}
