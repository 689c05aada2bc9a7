import { once } from "node:events";
import { createServer } from "node:http";
import { netbirdHandler } from "../testing/netbird/stub.ts";

/** A NetBird server in this process, with the token of its broker. */
export type Upstream = { url: string; token: string; stop: () => Promise<void> };

const BYTES = 8192;
const PEER = { id: "d1o2c3k4e5r6h7o8s9t0", name: "peer", ip: "100.64.0.1", connected: true };
const PEERS = Array.from({ length: Math.ceil(BYTES / JSON.stringify(PEER).length) }, () => PEER);
const BODY = Buffer.from(JSON.stringify(PEERS));
const HEADERS = {
  ...{ "content-type": "application/json; charset=UTF-8", "content-length": BODY.length },
  ...{ "access-control-allow-origin": "*", "x-request-id": PEER.id },
};

/**
 * Starts what forwarding is measured against: it answers GET /api/peers with 8 KB of JSON, and
 * everything else as the stub of NetBird does. It shares the process of the client, which never
 * sleeps: a server that does is woken in the time of the one that is measured.
 */
export async function startUpstream(): Promise<Upstream> {
  const { serve, brokerToken: token } = netbirdHandler({});
  const server = createServer((request, response) => {
    if (request.url === "/api/peers") response.writeHead(200, HEADERS).end(BODY);
    else serve(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    ...{ url: `http://127.0.0.1:${address.port}`, token },
    async stop() {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}
