import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { startCaddy } from "./caddy.ts";
import { freePort } from "./free-port.ts";
import { type RunningProxy, startNginx } from "./nginx.ts";

/** A configuration of docs/forward-auth. */
export const documentedProxy = (name: string): string =>
  readFileSync(join(repositoryRoot(), "docs/forward-auth", name), "utf8");

/** A request that reached the application behind a proxy. */
export type Reached = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

/** The proxies that run here, with their documented configuration on a local port without TLS. */
const PROXIES = {
  nginx: (port: number, url: string, atRoost: (file: string) => string) =>
    startNginx(
      atRoost(documentedProxy("nginx.conf"))
        .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
        .replace(/^ *ssl_certificate.*\n/gm, ""),
      url,
    ),
  caddy: (port: number, url: string, atRoost: (file: string) => string) =>
    startCaddy(
      atRoost(documentedProxy("Caddyfile")).replace(
        /^wiki.example.com/m,
        `http://wiki.example.com:${port}`,
      ),
      url,
    ),
};

export type ProxyName = keyof typeof PROXIES;
export const PROXY_NAMES = Object.keys(PROXIES) as ProxyName[];

export type ProxiedApp = RunningProxy & { port: number; reached: Reached[] };

/** Starts an application behind a proxy that asks the Roost on this port; `change` its file before. */
export async function startProxiedApp(
  name: ProxyName,
  roost: number,
  change = (file: string) => file,
): Promise<ProxiedApp> {
  const reached: Reached[] = [];
  const app = createServer(async (given, response) => {
    const { method = "", url = "", headers } = given;
    reached.push({ method, url, headers, body: await text(given) });
    response.end("the application");
  });
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  // A server that listens on a port has an AddressInfo.
  const { port: upstream } = app.address() as AddressInfo;
  const port = await freePort();
  const proxy = await PROXIES[name](port, `http://127.0.0.1:${port}/`, (file) =>
    change(file)
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${roost}`)
      .replaceAll(":8080", `:${upstream}`),
  );
  const stop = async () => {
    await proxy.stop();
    app.close().closeAllConnections();
  };
  return { port, reached, stop };
}

type Sent = {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The address of the client. */
  from?: string;
};

/** The answer that a client gets from a proxy. */
export type Received = { status: number; headers: IncomingHttpHeaders; text: string };

/** Sends a request on a connection of its own. */
export function sendTo(port: number, { path = "/", body, from, ...sent }: Sent): Promise<Received> {
  const { method = "GET", headers = {} } = sent;
  return new Promise((resolve, reject) => {
    const made = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method,
        headers,
        agent: false,
        ...(from && { localAddress: from }),
      },
      (response) => {
        const { statusCode: status = 0, headers: received } = response;
        text(response).then((body) => resolve({ status, headers: received, text: body }), reject);
      },
    );
    made.on("error", reject).end(body);
  });
}

/** Sends requests one after another on one connection; returns their statuses. */
export async function sendInTurn(port: number, heads: readonly string[]): Promise<number[]> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1");
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  const closed = once(socket, "close");
  for (const [at, head] of heads.entries()) {
    const last = at === heads.length - 1 ? "Connection: close\r\n" : "";
    socket.write(`${head}\r\n${last}\r\n`);
    while (received.split("HTTP/1.1 ").length < at + 2) await once(socket, "data");
  }
  await closed;
  return [...received.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => Number(status));
}
