import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How long a connection without a request may take to send its first: a proxy sends it at once. */
const FIRST_REQUEST_MS = 300;
/** How long a request whose body is still on its way may take to arrive. */
const BODY_MS = 1_000;
const SWEEP_MS = 100;
const ACCEPT_MS = 250;
/** The first may end without having looked at the network. */
const QUIET_TURNS = 4;

/** Stops the server: resolves when every connection is closed, `graceMs` after the call at most. */
export type StopServer = (graceMs: number) => Promise<void>;

type Connection = { used: boolean; answers: Set<ServerResponse> };

/**
 * Watches the connections of a server that does not listen yet, and answers how to stop it. From
 * then on no connection is accepted but those already made. Those without a complete request are
 * closed (a moment later if the first request or a body is under way), and the others when their
 * request is answered.
 */
export function stoppable(server: Server): StopServer {
  const running = new Map<Socket, Connection>();
  let stopAt: number | undefined;

  const mayWait = ({ used, answers }: Connection, stoppedFor: number) => {
    if (!used) return stoppedFor < FIRST_REQUEST_MS;
    return [...answers].some(({ req }) => req.complete || stoppedFor < BODY_MS);
  };
  const sweep = () => {
    if (stopAt === undefined) return;
    const stoppedFor = performance.now() - stopAt;
    for (const [socket, connection] of running) {
      if (!mayWait(connection, stoppedFor)) socket.destroy();
    }
  };
  server.on("connection", (socket: Socket) => {
    running.set(socket, { used: false, answers: new Set() });
    socket.once("close", () => running.delete(socket));
  });
  server.on("request", (request, response) => {
    const connection = running.get(request.socket);
    if (connection) connection.used = true;
    connection?.answers.add(response);
    if (stopAt !== undefined) response.shouldKeepAlive = false;
    response.once("close", () => {
      connection?.answers.delete(response);
      setImmediate(sweep);
    });
  });

  return async (graceMs) => {
    // The kernel would reset those that came while the event loop was busy.
    const read = await acceptWaiting(server);
    stopAt = performance.now();
    for (const { answers } of running.values()) {
      // Where the header is not sent yet, it announces the end of the connection.
      for (const response of answers) response.shouldKeepAlive = false;
    }
    // Node's own takes a large answer that is still being sent for idle.
    server.closeIdleConnections = () => {};
    const timer = setInterval(sweep, SWEEP_MS);
    const cut = setTimeout(() => {
      for (const socket of running.keys()) socket.destroy();
    }, graceMs);
    const closed = new Promise((resolve) => server.close(resolve));
    read();
    sweep();
    await closed;
    clearInterval(timer);
    clearTimeout(cut);
  };
}

/**
 * Accepts the connections that the kernel has already made, one each turn of the event loop, until
 * turns bring none; answers how to read their requests. Until then they cause no work, so that
 * turns are short and no more connections come than are accepted.
 */
async function acceptWaiting(server: Server): Promise<() => void> {
  const until = performance.now() + ACCEPT_MS;
  const accepted: Socket[] = [];
  const listeners = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => accepted.push(socket));
  Object.assign(server, { pauseOnConnect: true });
  for (let quiet = 0; quiet < QUIET_TURNS && performance.now() < until; quiet += 1) {
    const before = accepted.length;
    await new Promise(setImmediate);
    if (accepted.length > before) quiet = 0;
  }
  return () => {
    for (const socket of accepted) {
      for (const listener of listeners) listener.call(server, socket);
      socket.resume();
    }
  };
}
