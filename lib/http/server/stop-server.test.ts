import { once } from "node:events";
import { Agent, createServer, get, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { stoppable } from "./stop-server.ts";

async function startedServer() {
  const waiting: ServerResponse[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => {
    waiting.push(response);
  });
  const stop = stoppable(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on an address and a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return { server, stop, port, waiting };
}

test("stop waits for a running request", async () => {
  const { server, stop, port, waiting } = await startedServer();
  const agent = new Agent({ keepAlive: true });
  const answered = once(get({ port, host: "127.0.0.1", agent }), "response");
  await expect.poll(() => waiting.length).toBe(1);
  let stopped = false;
  const stopping = stop(60_000).then(() => {
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

test("stop does not wait for an idle connection", async () => {
  const { stop, port, waiting } = await startedServer();
  const agent = new Agent({ keepAlive: true });
  const answered = once(get({ port, host: "127.0.0.1", agent }), "response");
  await expect.poll(() => waiting.length).toBe(1);
  waiting[0]?.end();
  const [response] = await answered;
  await response.toArray();
  await stop(60_000);
  agent.destroy();
});

test("stop cuts an open connection after the grace period", async () => {
  const { stop, port, waiting } = await startedServer();
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await expect.poll(() => waiting.length).toBe(1);
  const closed = once(socket, "close");
  await stop(50);
  await closed;
});

test("stop answers requests of connections that were made and not accepted yet", async () => {
  const { stop, port, waiting } = await startedServer();
  const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  const answers = Array.from({ length: 20 }, async () => {
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    socket.write(request);
    return (await socket.toArray()).join("");
  });
  // The connections are made at the end of this step: the event loop has seen none of them.
  await new Promise(process.nextTick);
  const stopping = stop(60_000);
  await expect.poll(() => waiting.length).toBe(20);
  for (const response of waiting) response.end("done");
  await stopping;
  for (const answer of await Promise.all(answers)) {
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK.+Connection: close.+done$/is);
  }
});

test("stop refuses new connections", async () => {
  const { stop, port } = await startedServer();
  await stop(1000);
  const socket = connect(port, "127.0.0.1");
  const [error] = await once(socket, "error");
  expect(error.code).toBe("ECONNREFUSED");
});

/** A connection on which `text` was sent; `ended` resolves with what was received. */
async function speak(port: number, text: string) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let heard = "";
  socket
    .on("error", () => {})
    .on("data", (data) => {
      heard += data;
    });
  const ended = new Promise((resolve) => socket.once("close", () => resolve(heard)));
  if (text !== "") await new Promise((resolve) => socket.write(text, resolve));
  return { socket, ended };
}

test.each([
  ["without data", ""],
  ["with half a request line", "GET / HT"],
  ["with half its headers", "GET / HTTP/1.1\r\nHost: x\r\nAccept: "],
])("closes a connection %s immediately", async (_, text) => {
  const { server, stop, port, waiting } = await startedServer();
  const { ended } = await speak(port, text);
  await expect.poll(() => connections(server)).toBe(1);
  const begun = performance.now();
  await stop(60_000);
  expect(performance.now() - begun).toBeLessThan(900);
  expect([await ended, waiting.length]).toEqual(["", 0]);
});

const connections = (server: Server) =>
  new Promise((resolve) => server.getConnections((_, count) => resolve(count)));

const HALF_A_BODY = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab";

test("closes a request whose body stalls within 3 seconds", async () => {
  const { stop, port, waiting } = await startedServer();
  const { ended } = await speak(port, HALF_A_BODY);
  await expect.poll(() => waiting.length).toBe(1);
  const begun = performance.now();
  await stop(60_000);
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(await ended).toBe("");
});

test("answers a request whose body continues", async () => {
  const { server, stop, port, waiting } = await startedServer();
  const { socket, ended } = await speak(port, HALF_A_BODY);
  await expect.poll(() => waiting.length).toBe(1);
  const stopping = stop(60_000);
  await expect.poll(() => server.listening).toBe(false);
  waiting[0]?.req.once("end", () => waiting[0]?.end("done")).resume();
  socket.write("cd");
  expect(await ended).toContain("done");
  await stopping;
});

test("a slow reader gets the grace period, a silent connection does not", async () => {
  const { stop, port, waiting } = await startedServer();
  const { socket } = await speak(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const silent = await speak(port, "");
  await expect.poll(() => waiting.length).toBe(1);
  socket.pause();
  waiting[0]?.end(Buffer.alloc(64 * 1024 * 1024));
  const begun = performance.now();
  const stopping = stop(1_500);
  await silent.ended;
  expect(performance.now() - begun).toBeLessThan(900);
  await stopping;
  expect(performance.now() - begun).toBeGreaterThan(1_400);
  expect(performance.now() - begun).toBeLessThan(4_000);
  socket.destroy();
});
