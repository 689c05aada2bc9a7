import { type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

/** An answer as it came, decompressed: a client's own reading of it is part of what is tested. */
export type WireAnswer = { status: number; headers: IncomingHttpHeaders; text: string };

type Sent = { headers: Record<string, string>; body?: unknown };

/** Sends these headers and none besides Host and the length: `fetch` would add some of its own. */
export function send(method: string, url: string, { headers, body }: Sent): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (answer) => {
      const { statusCode: status = 0, headers } = answer;
      buffer(answer).then((bytes) => {
        const isGzip = headers["content-encoding"] === "gzip";
        resolve({ status, headers, text: `${isGzip ? gunzipSync(bytes) : bytes}` });
      }, reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
