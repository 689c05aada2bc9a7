import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { newXid } from "#lib/crypto/xid.ts";
import { Download } from "./call.ts";
import type { Answer, Fault } from "./faults.ts";

const JSON_TYPE = "application/json; charset=UTF-8";

/** Go escapes these in strings. */
const asGo = (value: unknown) =>
  `${JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )}\n`;

/** An answer as the server writes it. */
export function answerOf(status: number, value: unknown): Answer {
  if (value instanceof Download) {
    return { status, headers: { "content-type": value.type }, body: value.text };
  }
  return { status, headers: { "content-type": JSON_TYPE }, body: asGo(value) };
}

/** Headers of every routed answer. */
const ownHeaders = () => ({
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "X-Request-Id",
  vary: "Origin",
  "x-request-id": newXid(),
});

/** Writes an answer, on a bad day as `fault` says. */
export async function writeAnswer(
  response: ServerResponse,
  { status, headers = {}, body = "" }: Answer,
  fault?: Fault,
): Promise<void> {
  const wire = fault && "wire" in fault ? fault.wire : undefined;
  if (wire === "hang") return;
  if (wire === "reset") return void response.socket?.resetAndDestroy();
  const bytes = wire === "gzip" ? gzipSync(body) : Buffer.from(body);
  response.writeHead(status, {
    ...ownHeaders(),
    ...headers,
    ...(wire === "gzip" ? { "content-encoding": "gzip" } : {}),
    "content-length": bytes.length,
  });
  if (wire === "truncate") {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () =>
      response.socket?.resetAndDestroy(),
    );
    return;
  }
  const { socket } = response;
  response.end(bytes);
  if (wire === "close") response.once("finish", () => socket?.destroy());
}

/** Writes a list of objects of about so many bytes, as fast as it is read. */
export async function writeList(
  response: ServerResponse,
  bytes: number,
  onWritten: (bytes: number) => void,
): Promise<void> {
  response.writeHead(200, { ...ownHeaders(), "content-type": JSON_TYPE });
  const block = Array.from({ length: 100 }, () => asGo({ id: newXid(), name: "x".repeat(100) }));
  const text = block.join(",");
  function* list() {
    yield "[";
    for (let written = 0; written < bytes; written += text.length + 1) {
      yield `${text},`;
      onWritten(written);
    }
    yield `${asGo({ id: "last" })}]`;
  }
  // A client that leaves is no error of the server.
  await pipeline(list, response).catch(() => {});
}
