import { once } from "node:events";
import { Agent, createServer, get, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { stopServer } from "./stop-server.ts";

async function startedServer() {
  const waiting: ServerResponse[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => {
    waiting.push(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on an address and a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return { server, port, waiting };
}

test("a running request is finished before the server counts as stopped", async () => {
  const { server, port, waiting } = await startedServer();
  const agent = new Agent({ keepAlive: true });
  const answered = once(get({ port, host: "127.0.0.1", agent }), "response");
  await expect.poll(() => waiting.length).toBe(1);
  let stopped = false;
  const stopping = stopServer(server, 60_000).then(() => {
    stopped = true;
  });
  await expect.poll(() => server.listening).toBe(false);
  expect(stopped).toBe(false);
  waiting[0]?.end("done");
  const [response] = await answered;
  expect(String(await response.toArray())).toBe("done");
  await stopping;
  agent.destroy();
});

test("an idle connection does not hold the stop up", async () => {
  const { server, port, waiting } = await startedServer();
  const agent = new Agent({ keepAlive: true });
  const answered = once(get({ port, host: "127.0.0.1", agent }), "response");
  await expect.poll(() => waiting.length).toBe(1);
  waiting[0]?.end();
  const [response] = await answered;
  await response.toArray();
  await stopServer(server, 60_000);
  agent.destroy();
});

test("a connection that never ends is cut when the grace is over", async () => {
  const { server, port, waiting } = await startedServer();
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await expect.poll(() => waiting.length).toBe(1);
  const closed = once(socket, "close");
  await stopServer(server, 50);
  await closed;
});

test("no new connection is accepted", async () => {
  const { server, port } = await startedServer();
  await stopServer(server, 1000);
  const socket = connect(port, "127.0.0.1");
  const [error] = await once(socket, "error");
  expect(error.code).toBe("ECONNREFUSED");
});
