import { createServer } from "node:http";
import { netbirdHandler } from "../testing/netbird/stub.ts";

/*
 * What forwarding is measured against: a NetBird server that answers GET /api/peers with 8 KB of
 * JSON, and everything else as the stub does.
 */

const BYTES = 8192;
const peer = { id: "d1o2c3k4e5r6h7o8s9t0", name: "peer", ip: "100.64.0.1", connected: true };
const peers = Array.from({ length: Math.ceil(BYTES / JSON.stringify(peer).length) }, () => peer);
const body = Buffer.from(JSON.stringify(peers));
const headers = {
  ...{ "content-type": "application/json; charset=UTF-8", "content-length": body.length },
  ...{ "access-control-allow-origin": "*", "x-request-id": peer.id },
};

const { serve } = netbirdHandler({ brokerToken: process.env.NETBIRD_TOKEN ?? "" });

createServer((request, response) => {
  if (request.url === "/api/peers") response.writeHead(200, headers).end(body);
  else serve(request, response);
}).listen(Number(process.env.PORT), "127.0.0.1");
