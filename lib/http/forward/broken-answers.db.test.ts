import { beforeEach, expect, test } from "vitest";
import { type Front, roostBeforeNetBird } from "#lib/dev/testing/netbird-front.ts";

/* Bytes of a server, or of something before it, that are no answer of HTTP, or two at once. */

let front: Front;
beforeEach(async () => {
  front = await roostBeforeNetBird();
});

const OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const SPLIT = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<script>";

const get = async (bytes: string) => {
  const stop = front.netbird.misbehave({ bytes }, ({ url }) => url.startsWith("/api/peers"));
  const received = await front.send("GET", "/api/peers");
  stop();
  return received;
};

test.each([
  ["no HTTP", "SSH-2.0-OpenSSH\r\n"],
  ["nothing", ""],
  ["half of a head", "HTTP/1.1 200 OK\r\nContent-Ty"],
  ["a wrong length", `${OK}Content-Length: -1\r\n\r\n[]`],
  ["two lengths", `${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]`],
  ["a length and chunks", `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ["a very long head", `${OK}X-Long: ${"x".repeat(100_000)}\r\nContent-Length: 2\r\n\r\n[]`],
  [
    "another protocol",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
  ],
  ["a line end in a header", `${OK}Content-Length: 2\r\nX: a\rb\r\n\r\n[]`],
])("%s is 502", async (_, bytes) => {
  const { status, json } = await get(bytes);
  expect([status, json?.code]).toEqual([502, 502]);
});

test.each([
  ["a body that is shorter than its length", `${OK}Content-Length: 9\r\n\r\n[]`],
  ["chunks without an end", `${OK}Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n`],
  ["a wrong chunk", `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n`],
])("%s does not arrive as a whole answer", async (_, bytes) => {
  // The connection may also end before the head of the answer.
  const received = await get(bytes).catch(() => null);
  if (received !== null && received.status !== 502) expect(received.text).toBeNull();
});

test("bytes after an answer belong to no other request", async () => {
  const bytes = `${OK}Content-Length: 2\r\n\r\n[]${SPLIT}`;
  const received = await get(bytes);
  expect(received.text === "[]" || received.status === 502).toBe(true);
  for (let round = 0; round < 5; round += 1) {
    expect((await front.send("GET", "/api/peers")).json).toHaveLength(2);
  }
});

test("answers of information precede the one that counts", async () => {
  const early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(3);
  const received = await get(`${early}${OK}Content-Length: 2\r\n\r\n[]`);
  expect([received.status, received.text]).toEqual([200, "[]"]);
  expect(received.headers.link).toBeUndefined();
});
