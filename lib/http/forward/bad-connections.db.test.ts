import { connect } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Arrival } from "#lib/dev/testing/netbird/arrival.ts";
import { selfSigned } from "#lib/dev/testing/netbird/certificate.ts";
import { type Fault, faults } from "#lib/dev/testing/netbird/faults.ts";
import { connectBehind } from "#lib/dev/testing/netbird.ts";
import { type Front, roostBeforeNetBird } from "#lib/dev/testing/netbird-front.ts";

const SOON = { timeout: 30_000 };
const NETWORKS = "/api/networks";
const isPeers = ({ url }: Arrival) => url.startsWith("/api/peers");
const peersOf = ({ netbird }: Front) => netbird.requests.filter(isPeers);

test("a server that does not answer is 504", async () => {
  const front = await roostBeforeNetBird();
  await front.send("GET", "/api/peers");
  connectBehind(front.netbird, { timeouts: { headersMs: 300, bodyIdleMs: 300 } });
  front.netbird.misbehave(faults.hang, isPeers);
  const received = await front.send("GET", "/api/peers");
  expect([received.status, received.json.code]).toEqual([504, 504]);
  await vi.waitFor(() => expect(peersOf(front).at(-1)?.aborted).toBe(true), SOON);
});

test("a read is repeated once after a broken connection, and then 502", async () => {
  const front = await roostBeforeNetBird();
  await front.send("GET", "/api/peers");
  const before = peersOf(front).length;
  front.netbird.misbehave(faults.reset, isPeers);
  expect((await front.send("GET", "/api/peers")).status).toBe(502);
  expect(peersOf(front).length - before).toBe(2);
});

test.each([
  ["a broken connection", faults.reset, 502],
  ["no answer in time", faults.hang, 504],
] as [string, Fault, number][])("%s: a change is not repeated", async (_, fault, status) => {
  const front = await roostBeforeNetBird();
  const isNetwork = ({ url }: Arrival) => url.startsWith(NETWORKS);
  const arrived = () => front.netbird.requests.filter(isNetwork).length;
  const { json } = await front.send("POST", NETWORKS, { body: { name: "first" } });
  connectBehind(front.netbird, { timeouts: { headersMs: 300, bodyIdleMs: 300 } });
  front.netbird.misbehave(fault, isNetwork);
  for (const [method, path] of [
    ["POST", NETWORKS],
    ["PUT", `${NETWORKS}/${json.id}`],
    ["DELETE", `${NETWORKS}/${json.id}`],
  ] as const) {
    const before = arrived();
    const body = method === "DELETE" ? {} : { body: { name: "other" } };
    const received = await front.send(method, path, body);
    expect([received.status, received.json?.message]).toEqual([
      status,
      expect.stringContaining("may have been carried out"),
    ]);
    expect(arrived() - before, method).toBe(1);
  }
  const stored = [...(front.netbird.state.objects.get(NETWORKS)?.values() ?? [])];
  expect(stored.map(({ name }) => name)).toEqual(["other"]);
});

test("connections that NetBird closes are no errors", async () => {
  const front = await roostBeforeNetBird();
  front.netbird.misbehave(faults.close, isPeers);
  for (let round = 0; round < 20; round += 1) {
    expect((await front.send("GET", "/api/peers")).status).toBe(200);
  }
});

test("an answer that breaks off breaks off for the client, without other bytes", async () => {
  const front = await roostBeforeNetBird();
  const whole = await front.send("GET", "/api/peers");
  front.netbird.misbehave(faults.truncate, isPeers);
  const { port, team } = front;
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => {});
  socket.write(
    `GET /api/peers HTTP/1.1\r\nHost: a\r\nAuthorization: Token ${team.owner.token}\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once("close", resolve));
  const [, body = ""] = text.split("\r\n\r\n");
  expect(text).toMatch(/^HTTP\/1.1 (200|502)/);
  if (text.startsWith("HTTP/1.1 200")) {
    expect(whole.text?.startsWith(body)).toBe(true);
    expect(body.length).toBeLessThan(whole.text?.length ?? 0);
  }
});

test("a read ends at NetBird when its client leaves before the answer", async () => {
  const front = await roostBeforeNetBird();
  await front.send("GET", "/api/peers");
  front.netbird.misbehave(faults.hang, isPeers);
  const leaving = new AbortController();
  const sent = front.send("GET", "/api/peers", { signal: leaving.signal }).catch(() => "left");
  await vi.waitFor(() => expect(peersOf(front)).toHaveLength(2), SOON);
  leaving.abort();
  expect(await sent).toBe("left");
  await vi.waitFor(() => expect(peersOf(front).at(-1)?.aborted).toBe(true), SOON);
  expect(peersOf(front)).toHaveLength(2);
});

test("a self-signed server is refused before the credential is sent", async () => {
  const tls = selfSigned();
  const front = await roostBeforeNetBird({ tls });
  connectBehind(front.netbird);
  const received = await front.send("GET", "/api/peers");
  expect([received.status, received.json.message]).toEqual([
    502,
    expect.stringMatching(/self-signed/),
  ]);
  expect(front.netbird.requests).toEqual([]);
});

test("a server with a certificate of NETBIRD_CA_FILE is accepted", async () => {
  const front = await roostBeforeNetBird({ tls: selfSigned() });
  expect((await front.send("GET", "/api/peers")).status).toBe(200);
  expect(peersOf(front)).toHaveLength(1);
});

test("a user whose clients take no answers occupies eight connections, and others none fewer", async () => {
  const front = await roostBeforeNetBird();
  for (const { token } of [front.team.owner, front.team.reader]) {
    await front.send("GET", "/api/peers", { token });
  }
  const before = peersOf(front).length;
  const end = front.netbird.misbehave({ listBytes: 30_000_000 }, isPeers);
  const { port, team } = front;
  const request = `GET /api/peers HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${team.owner.token}\r\n\r\n`;
  const clients = Array.from({ length: 9 }, () => {
    const client = connect(port, "127.0.0.1", () => client.write(request)).pause();
    return client;
  });
  onTestFinished(() => {
    for (const client of clients) client.destroy();
  });
  await vi.waitFor(() => expect(peersOf(front).length - before).toBe(8), SOON);
  end();
  expect((await front.send("GET", "/api/peers", { token: team.reader.token })).status).toBe(200);
  expect(peersOf(front).length - before).toBe(9);
  const tenth = front.send("GET", "/api/peers");
  for (const client of clients) client.destroy();
  expect((await tenth).status).toBe(200);
});
