import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { answerRequest } from "./answer-request.ts";
import type { Arrival } from "./arrival.ts";
import type { Fault } from "./faults.ts";
import { type Routed, routeOf } from "./router.ts";
import { addToken, addUser, type NetBirdState, type NetBirdUser, newState } from "./state.ts";
import { writeAnswer, writeList } from "./write-answer.ts";

type Options = {
  /** HTTPS with this certificate. */
  tls?: { key: string; cert: string };
  /** Which operations this server offers; an older one, or the open source. */
  serves?: (row: NetBirdOperation) => boolean;
  broker?: Partial<NetBirdUser>;
};
type When = (arrival: Arrival) => boolean;

type Handling = {
  state: NetBirdState;
  /** A service user, admin unless asked otherwise, and its token. */
  broker: NetBirdUser;
  brokerToken: string;
  /** In the order of their arrival. */
  requests: Arrival[];
  /** Misbehaves from now on, for requests that `when` selects, until the returned function is called. */
  misbehave(fault: Fault, when?: When): () => void;
};

/** A running stub of a NetBird server. */
export type NetBirdStub = Handling & { url: string; stop(): Promise<void> };

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Starts a server on a free port of 127.0.0.1 that behaves as NetBird's management server does on
 * the wire: its router, its reading of JSON, its permissions and its answers.
 */
export async function startNetBird(options: Options = {}): Promise<NetBirdStub> {
  const { serve, ...handling } = netbirdHandler(options);
  const { tls } = options;
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    ...handling,
    url: `http${tls ? "s" : ""}://127.0.0.1:${address.port}`,
    async stop() {
      if (!server.listening) return;
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}

/** The same without a port. */
export function netbirdHandler(options: Options): Handling & { serve: Serve } {
  const state = newState();
  const broker = addUser(state, { name: "roost broker", role: "admin", ...options.broker });
  const { text: brokerToken } = addToken(state, broker, { name: "broker", days: 365 });
  const requests: Arrival[] = [];
  const active: { fault: Fault; when: When }[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const routed = routeOf(request.method ?? "", request.url ?? "", options.serves);
    const arrival = await receive(request, response, routed);
    requests.push(arrival);
    if (arrival.aborted) return;
    const answer = () => answerRequest(state, arrival, routed);
    const fault = active.findLast(({ when }) => when(arrival))?.fault;
    await (fault
      ? misbehave({ response, arrival }, fault, answer)
      : writeAnswer(response, answer()));
  };
  return {
    ...{ state, broker, brokerToken, requests },
    serve: (request, response) => void handle(request, response),
    misbehave(fault, when = () => true) {
      const entry = { fault, when };
      active.push(entry);
      return () => void active.splice(active.indexOf(entry), 1);
    },
  };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  routed: Routed,
): Promise<Arrival> {
  const { method = "", url = "", headers, rawHeaders } = request;
  const operation = routed && "row" in routed ? `${method} ${routed.row.path}` : null;
  // Fails if the client leaves in the middle of its body.
  const body = await text(request).catch(() => null);
  const arrival: Arrival = {
    ...{ method, url, headers, rawHeaders, body: body ?? "", operation },
    ...{ user: null, status: null, written: 0, aborted: body === null },
  };
  response.once("close", () => {
    arrival.aborted = !response.writableFinished;
  });
  return arrival;
}

async function misbehave(
  { response, arrival }: { response: ServerResponse; arrival: Arrival },
  fault: Fault,
  answer: () => Parameters<typeof writeAnswer>[1],
): Promise<void> {
  if ("answer" in fault) return writeAnswer(response, fault.answer);
  if ("bytes" in fault) return void response.socket?.end(fault.bytes);
  if ("listBytes" in fault)
    return writeList(response, fault.listBytes, (bytes) => {
      arrival.written = bytes;
    });
  if ("delayMs" in fault) await delay(fault.delayMs);
  return writeAnswer(response, answer(), fault);
}
