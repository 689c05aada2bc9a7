import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { startHttpServer } from "#lib/dev/testing/http-server.ts";
import { seedEvents, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { answerApi } from "./api-handler.ts";

let team: Team;
let port: number;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ port } = await startHttpServer({ answerApi, trustedProxies: [] }));
});

type Sent = { method?: string; headers?: Record<string, string>; body?: string };
type Received = { status: number | undefined; headers: IncomingHttpHeaders; bytes: Buffer };

function send(path: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Received> {
  return new Promise((resolve, reject) => {
    const authorization = `Token ${team.owner.token}`;
    const options = { port, path, method, headers: { authorization, ...headers } };
    const sent = httpRequest(options, (response) => {
      const { statusCode: status, headers } = response;
      buffer(response).then((bytes) => resolve({ status, headers, bytes }), reject);
    });
    sent.on("error", reject).end(body);
  });
}

const json = ({ bytes }: Received) => JSON.parse(bytes.toString());

test("answers over HTTP are those of the dispatch, with length and security headers", async () => {
  const { token } = team.owner;
  for (const path of ["/api/users", "/api/users/current", "/api/unknown", "/api/peers"]) {
    const [sent, called] = [await send(path), await callApi("GET", path, { token })];
    expect(sent.status, path).toBe(called.status);
    const { request_id: id, ...body } = json(sent);
    if (Array.isArray(called.body)) expect(json(sent), path).toEqual(called.body);
    else expect({ ...called.body, request_id: undefined }, path).toEqual({ ...body });
    if (sent.status !== 200) expect(sent.headers["x-request-id"]).toBe(id);
    expect(sent.headers).toMatchObject({
      "content-length": String(sent.bytes.length),
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "access-control-allow-origin": "*",
    });
    expect(sent.headers["content-security-policy"]).toContain("default-src 'none'");
  }
});

test("HEAD has the headers of GET and no body, also for an export", async () => {
  for (const path of ["/api/users", "/api/tokens/export"]) {
    const [head, get] = [await send(path, { method: "HEAD" }), await send(path)];
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    for (const name of ["content-type", "content-length", "content-disposition"]) {
      expect(head.headers[name], name).toBe(get.headers[name]);
    }
  }
  expect((await send("/api/setup", { method: "HEAD" })).status).toBe(405);
});

test("a client's own values of reserved headers do not count", async () => {
  const headers = { "x-roost-client-address": "203.0.113.9", "x-forwarded-for": "203.0.113.9" };
  await send("/api/users", { headers });
  const path = `/api/users/${team.owner.id}/tokens/${team.owner.tokenId}/usage`;
  const [{ address }] = json(await send(path)).addresses;
  expect(address).toBe("127.0.0.1");
});

test("a path with an encoded letter or slash reaches the operation that it names", async () => {
  expect(json(await send("/api/%75sers/current")).id).toBe(team.owner.id);
  expect(json(await send("/api/users/a%2Fb")).message).toBe("user: a/b not found");
});

const peers = Array.from({ length: 100 }, (_, at) => `peer-with-a-long-id-${at}`);
const GROUP = { name: "ci", peers, resources: [] };

test("a body over the limit is 413, and the connection serves the next request", async () => {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  const head = (line: string) =>
    `${line} HTTP/1.1\r\nHost: a\r\nAuthorization: Token ${team.owner.token}\r\n`;
  const size = 70_000;
  const chunk = `${size.toString(16)}\r\n${"x".repeat(size)}\r\n`;
  socket.write(`${head("POST /api/users")}Transfer-Encoding: chunked\r\n\r\n${chunk}`);
  await expect.poll(() => text).toContain("HTTP/1.1 413");
  const next = `${head("GET /api/users/current")}Connection: close\r\n\r\n`;
  socket.write(`${chunk.repeat(3)}0\r\n\r\n${next}`);
  await new Promise((resolve) => socket.once("close", resolve));
  expect(text.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 413", "HTTP/1.1 200"]);
});

test("compresses JSON of 1 kB and exports as the client asks", async () => {
  await callApi("POST", "/api/groups", { token: team.owner.token, body: GROUP });
  const plain = await send("/api/groups");
  expect(plain.headers).toMatchObject({ vary: "Accept-Encoding" });
  expect(plain.headers["content-encoding"]).toBeUndefined();
  const [br, gzip] = await Promise.all(
    ["br, gzip", "gzip"].map((accepted) =>
      send("/api/groups", { headers: { "accept-encoding": accepted } }),
    ),
  );
  expect(br?.headers["content-encoding"]).toBe("br");
  expect(brotliDecompressSync(br?.bytes ?? "")).toEqual(plain.bytes);
  expect(gzip?.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(gzip?.bytes ?? "")).toEqual(plain.bytes);
  expect(gzip?.headers["content-length"]).toBe(String(gzip?.bytes.length));
  const file = await send("/api/tokens/export", { headers: { "accept-encoding": "gzip" } });
  expect(gunzipSync(file.bytes)).toEqual((await send("/api/tokens/export")).bytes);
});

test("never compresses a short answer, an unsafe method's, or one to a link's secret", async () => {
  const accepts = { "accept-encoding": "br, gzip" };
  const coded = async (path: string, sent: Sent = {}) =>
    (await send(path, { ...sent, headers: { ...accepts, ...sent.headers } })).headers;
  expect((await coded("/api/health/live"))["content-encoding"]).toBeUndefined();
  const made = await coded("/api/groups", { method: "POST", body: JSON.stringify(GROUP) });
  expect(made["content-length"]).toMatch(/^\d{4}$/);
  expect(made["content-encoding"] ?? made.vary).toBeUndefined();
  const invite = await coded("/api/users/invites/nbi_unknown");
  expect(invite["content-encoding"] ?? invite.vary).toBeUndefined();
});

test("an error outside of the pipeline is a generic 500 with the usual headers", async () => {
  const failures: unknown[] = [];
  const failing = await startHttpServer({
    answerApi: () => Promise.reject(new Error("a detail of the inside")),
    onError: (error) => failures.push(error),
  });
  port = failing.port;
  const answer = await send("/api/users");
  expect([answer.status, json(answer).message]).toEqual([500, "internal server error"]);
  expect(answer.headers).toMatchObject({ "x-frame-options": "DENY", "cache-control": "no-store" });
  expect(String(failures)).toContain("a detail of the inside");
});

test("an export whose rows fail in the middle ends the connection and is reported", async () => {
  const failures: unknown[] = [];
  ({ port } = await startHttpServer({ answerApi, onError: (error) => failures.push(error) }));
  const real = database();
  const read = new Proxy(real.read, {
    get() {
      throw new Error("the disk is gone");
    },
  });
  useDatabase({ ...real, read });
  await expect(send("/api/tokens/export")).rejects.toThrow(/aborted|hang up/);
  useDatabase(real);
  expect(String(failures)).toContain("the disk is gone");
});

/** Sends a request and resets the connection; `when` decides the moment. */
async function leave(text: string, when: (socket: Socket) => Promise<unknown>): Promise<void> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  socket.write(text);
  await when(socket);
  socket.resetAndDestroy();
}

const headOf = (line: string, ...more: string[]) =>
  [`${line} HTTP/1.1`, "Host: a", `Authorization: Token ${team.owner.token}`, ...more].join("\r\n");

test("a body that ends early changes nothing and is no error of the server", async () => {
  let [begun, ended] = [0, 0];
  const running = await startHttpServer({
    async answerApi(...given) {
      begun += 1;
      await answerApi(...given);
      ended += 1;
    },
  });
  port = running.port;
  const before = await database().read.group.count();
  const body = JSON.stringify(GROUP);
  const chunk = `${body.length.toString(16)}\r\n${body}\r\n`;
  const sent = [
    [`Content-Length: ${body.length + 1}`, body],
    ["Transfer-Encoding: chunked", chunk],
  ] as const;
  for (const [at, [length, part]] of sent.entries()) {
    const text = `${headOf("POST /api/groups", length)}\r\n\r\n${part}`;
    await leave(text, () => expect.poll(() => begun).toBe(at + 1));
    await expect.poll(() => ended).toBe(at + 1);
  }
  expect(await database().read.group.count()).toBe(before);
  expect(running.failures).toEqual([]);
});

/** Makes the audit log endless; returns how often it was read. */
async function endlessEvents(): Promise<() => number> {
  await seedEvents(team.account, [{ at: new Date(), code: "user.block" }]);
  const real = database();
  const [event] = await real.read.auditEvent.findMany();
  let reads = 0;
  const findMany = async ({ take }: { take: number }) => {
    reads += 1;
    return Array.from({ length: take }, (_, at) => ({ ...event, id: reads * 10_000 + at }));
  };
  const read = Object.create(real.read, { auditEvent: { value: { findMany } } });
  useDatabase({ ...real, read });
  return () => reads;
}

test.each(["identity", "gzip"])(
  "a client that leaves an export (%s) ends its reads, and is no error of the server",
  async (coding) => {
    const running = await startHttpServer({ answerApi });
    port = running.port;
    const reads = await endlessEvents();
    const head = headOf("GET /api/events/audit/export", `Accept-Encoding: ${coding}`);
    await leave(`${head}\r\n\r\n`, (socket) => once(socket, "data"));
    await expect.poll(() => running.log).toMatchObject([{ status: 200, aborted: true }]);
    // The last read may still be under way.
    await send("/api/users/current");
    const atLast = reads();
    for (let time = 0; time < 5; time += 1) await send("/api/users/current");
    expect(reads()).toBe(atLast);
    expect(running.failures).toEqual([]);
  },
);

test.each(["/api/groups", "/api/events/audit/export"])(
  "a client that leaves before the answer to %s begins is no error of the server",
  async (path) => {
    await callApi("POST", "/api/groups", { token: team.owner.token, body: GROUP });
    const running = await startHttpServer({
      async answerApi(request, response, ...rest) {
        await once(response, "close");
        await answerApi(request, response, ...rest);
        answered = true;
      },
    });
    let answered = false;
    port = running.port;
    for (const coding of ["identity", "gzip"]) {
      answered = false;
      const head = headOf(`GET ${path}`, `Accept-Encoding: ${coding}`);
      await leave(`${head}\r\n\r\n`, (socket) => once(socket, "connect"));
      await expect.poll(() => answered || running.failures.length > 0).toBe(true);
    }
    expect(running.failures).toEqual([]);
  },
);
