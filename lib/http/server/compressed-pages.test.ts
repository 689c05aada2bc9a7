import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request as open, type ServerResponse } from "node:http";
import { createBrotliDecompress, createGunzip, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { COMPRESSED_PAGES, PAGE_TEMPLATES } from "#lib/contract/pages.ts";
import { startHttpServer } from "#lib/dev/testing/http-server.ts";
import { withCompressedPages } from "./compressed-pages.ts";
import type { Handle } from "./request-handler.ts";

const HTML = "<!DOCTYPE html>".repeat(200);
const LIST = "/team/users";

const start = (handle: Handle) => startHttpServer({ handle: withCompressedPages(handle) });

const sendHtml = (_: IncomingMessage, response: ServerResponse) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(HTML);
};

const get = (port: number, path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    redirect: "manual",
    headers: { "accept-encoding": "br", ...headers },
  });

/** The response of a connection of its own, with its bytes as sent. */
async function openRaw(port: number, accepted: string): Promise<IncomingMessage> {
  const headers = { "accept-encoding": accepted };
  const request = open({ port, host: "127.0.0.1", path: LIST, headers, agent: false }).end();
  const [response] = await once(request, "response");
  return response;
}

const NEVER = [
  ["/"],
  ["/team"],
  ["/sign-in?next=/team/users"],
  ["/setup"],
  ["/change-password"],
  ["/invite/nbi_a"],
  ["/invit%65/nbi_a"],
  ["/reset/abc"],
  ["/api/auth/session"],
  ["/api/auth/csrf"],
  ["/team/users/"],
  ["/team/unknown"],
  ["/_next/static/a.html"],
];

test.each(NEVER)("never compresses %s", async (path) => {
  const { port } = await start(sendHtml);
  const { headers } = await get(port, path);
  expect(headers.get("content-encoding")).toBeNull();
  expect(headers.get("x-padding")).toBeNull();
});

test("every page is compressed or in the list of those that never are", async () => {
  const never = ["/", "/team", "/sign-in", "/setup", "/change-password"];
  const withSecret = ["/invite/{token}", "/reset/{token}"];
  expect([...COMPRESSED_PAGES, ...never, ...withSecret].toSorted()).toEqual(
    PAGE_TEMPLATES.toSorted(),
  );
});

test.each(COMPRESSED_PAGES)("compresses %s as the client accepts", async (template) => {
  const { port } = await start(sendHtml);
  const path = template.replace(/\{.*\}/, "a1");
  for (const [accepted, coding] of [
    ["br, gzip", "br"],
    ["gzip", "gzip"],
    ["identity", null],
  ] as const) {
    const response = await get(port, path, { "accept-encoding": accepted });
    expect(response.headers.get("content-encoding")).toBe(coding);
    expect(response.headers.get("vary")).toContain("Accept-Encoding");
    expect(response.headers.has("x-padding")).toBe(coding !== null);
    expect(await response.text()).toBe(HTML);
  }
});

test("compresses flight data, keeps its headers and calls back at the end", async () => {
  const ended = Promise.withResolvers<void>();
  const { port } = await start((_, response) => {
    response.writeHead(200, {
      "content-type": "text/x-component",
      "content-length": HTML.length,
      vary: "rsc, next-url",
    });
    response.end(HTML, "utf8", () => ended.resolve());
  });
  const { headers, body } = await get(port, `${LIST}?_rsc=1`, { rsc: "1" });
  expect(headers.get("content-encoding")).toBe("br");
  expect(headers.get("content-length")).toBeNull();
  expect(headers.get("vary")).toBe("rsc, next-url, Accept-Encoding");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(await new Response(body).text()).toBe(HTML);
  await ended.promise;
});

test("leaves a HEAD request, other types and statuses, and encoded responses", async () => {
  const { port } = await start((request, response) => {
    const { status, type, encoding } = JSON.parse(String(request.headers["x-answer"]));
    response.statusCode = status;
    response.setHeader("content-type", type);
    if (encoding) response.setHeader("content-encoding", encoding);
    response.end(encoding ? gzipSync(HTML) : HTML);
  });
  const html = { status: 200, type: "text/html" };
  const answer = (what: object) => ({ "x-answer": JSON.stringify(what) });
  const head = await get(port, LIST, answer(html), "HEAD");
  expect(head.headers.get("content-encoding")).toBeNull();
  const changes = [{ type: "application/json" }, { type: "text/plain" }, { status: 204 }];
  for (const change of [...changes, { status: 304 }, { status: 307 }, { status: 500 }]) {
    const { headers } = await get(port, LIST, answer({ ...html, ...change }));
    expect(headers.get("content-encoding"), JSON.stringify(change)).toBeNull();
  }
  const encoded = await get(port, LIST, answer({ ...html, encoding: "gzip" }));
  expect(encoded.headers.get("content-encoding")).toBe("gzip");
  expect(await encoded.text()).toBe(HTML);
});

test.each([
  ["br", createBrotliDecompress],
  ["gzip", createGunzip],
])("sends with %s what is written before more is written", async (accepted, decompressor) => {
  const received = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const { port } = await start(async (_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.flushHeaders();
    await received[0].promise;
    response.write("<p>first");
    response.write("</p>");
    await received[1].promise;
    response.end("<p>last</p>");
  });
  const response = await openRaw(port, accepted);
  received[0].resolve();
  let text = "";
  for await (const chunk of response.pipe(decompressor())) {
    text += chunk;
    if (text === "<p>first</p>") received[1].resolve();
  }
  expect(text).toBe("<p>first</p><p>last</p>");
});

test("a slow client makes the page wait, and receives all of it", async () => {
  const [chunk, chunks] = [randomBytes(64 * 1024), 400];
  let written = 0;
  const { port } = await start(async (_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    for (; written < chunks; written += 1) {
      if (!response.write(chunk)) await once(response, "drain");
    }
    response.end();
  });
  const response = await openRaw(port, "gzip");
  let before = -1;
  await expect
    .poll(() => {
      const stands = written === before;
      before = written;
      return stands;
    })
    .toBe(true);
  expect(written).toBeLessThan(chunks);
  let length = 0;
  for await (const part of response.pipe(createGunzip())) length += part.length;
  expect(length).toBe(chunk.length * chunks);
});

test("a client that leaves ends the compressor, without an error of the page", async () => {
  const late = Promise.withResolvers<unknown>();
  const { port, log, failures } = await start(async (_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.write(HTML);
    await once(response, "close");
    response.write(HTML, (error) => late.resolve(error));
    response.end(HTML);
  });
  const response = await openRaw(port, "br");
  await once(response, "data");
  response.destroy();
  expect(await late.promise).toMatchObject({ code: "ERR_STREAM_DESTROYED" });
  expect(log).toMatchObject([{ route: LIST, aborted: true }]);
  expect(failures).toEqual([]);
});

test("a page that fails after its first bytes closes the connection", async () => {
  const { port, failures } = await start(async (_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.write(HTML);
    throw new Error("gone");
  });
  await expect(get(port, LIST).then((response) => response.text())).rejects.toThrow();
  expect(String(failures)).toContain("gone");
});

test("a handler that writes after the end loses its connection, not the process", async () => {
  const { port } = await start((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(HTML);
    response.write("late");
  });
  await expect(get(port, LIST).then((response) => response.text())).rejects.toThrow();
});

test("pads each compressed page with 0 to 63 random characters", async () => {
  const { port } = await start(sendHtml);
  const paddings = new Set<string>();
  for (let count = 0; count < 60; count += 1) {
    paddings.add((await get(port, LIST)).headers.get("x-padding") ?? "missing");
  }
  const lengths = new Set([...paddings].map(({ length }) => length));
  expect(Math.max(...lengths)).toBeLessThan(64);
  expect(lengths.size).toBeGreaterThan(20);
  for (const text of paddings) expect(text).toMatch(/^[\w-]*$/);
});
