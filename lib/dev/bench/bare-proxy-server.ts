import { createServer } from "node:http";
import { Pool } from "undici";

/*
 * The baseline of forwarding: Node's own server, which streams what undici receives, and checks
 * nothing.
 */

const { NETBIRD_URL = "", NETBIRD_TOKEN = "", PORT } = process.env;
const pool = new Pool(NETBIRD_URL, { connections: 32, pipelining: 1 });
const headers = { authorization: `Token ${NETBIRD_TOKEN}` };

createServer((request, response) => {
  const wanted = { path: request.url ?? "/", method: "GET", headers } as const;
  const answer = pool.stream(wanted, ({ statusCode, headers: sent }) => {
    const type = String(sent["content-type"]);
    const length = String(sent["content-length"]);
    return response.writeHead(statusCode, { "content-type": type, "content-length": length });
  });
  answer.catch(() => response.destroy());
}).listen(Number(PORT), "127.0.0.1");
