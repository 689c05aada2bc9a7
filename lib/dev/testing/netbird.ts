import { onTestFinished } from "vitest";
import { forgetGlobalSingleton, replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { type Connection, connectTo } from "#lib/netbird/connection.ts";
import type { Arrival } from "./netbird/arrival.ts";
import { type NetBirdStub, startNetBird } from "./netbird/stub.ts";

/** A stub of a NetBird server until the end of the test. */
export async function netbirdServer(
  ...options: Parameters<typeof startNetBird>
): Promise<NetBirdStub> {
  const server = await startNetBird(...options);
  onTestFinished(() => server.stop());
  return server;
}

/** What a process keeps of its NetBird server. */
const KEPT = [
  "netbird",
  "netbird-broker",
  "netbird-tokens",
  "netbird-unknown-paths",
  "netbird-places",
];

/** A stub of a NetBird server behind this process until the end of the test. */
export async function netbirdBehind(
  options?: Parameters<typeof startNetBird>[0],
  timeouts?: Parameters<typeof connectTo>[1],
): Promise<{ server: NetBirdStub; connection: Connection }> {
  const server = await netbirdServer(options);
  return { server, connection: connectBehind(server, { ca: options?.tls?.cert, timeouts }) };
}

/** Connects this process to a stub until the end of the test, with the certificate of an authority. */
export function connectBehind(
  { url, brokerToken: token }: NetBirdStub,
  { ca, timeouts }: { ca?: string | undefined; timeouts?: Parameters<typeof connectTo>[1] } = {},
): Connection {
  const connection = connectTo({ url, token, ca }, timeouts);
  replaceGlobalSingleton("netbird", connection);
  onTestFinished(async () => {
    for (const name of KEPT) forgetGlobalSingleton(name);
    await connection.close();
  });
  return connection;
}

/** Whether a request is a client's that was forwarded, not one of Roost's own. */
export const isForwarded = (server: NetBirdStub) => (arrival: Arrival) =>
  arrival.url !== "/api/instance" &&
  arrival.headers.authorization !== `Token ${server.brokerToken}`;

/** The requests of clients that reached the server. */
export const forwarded = (server: NetBirdStub): Arrival[] =>
  server.requests.filter(isForwarded(server));
