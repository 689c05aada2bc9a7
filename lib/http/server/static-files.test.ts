import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestText, sendRaw, startHttpServer } from "#lib/dev/testing/http-server.ts";
import { withStaticFiles } from "./static-files.ts";

const SCRIPT = "export const answer = 42;".repeat(100);
const SECRET = ".next/server/secret.js";
const FONT = ".next/static/media/inter.woff2";
const PLAIN = ".next/static/short.js";

let folder: string;
const built: Record<string, number> = {};

function add(name: string, content: string | Buffer): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  built[name] = content.length;
}

function addWithForms(name: string): void {
  add(name, SCRIPT);
  add(`${name}.br`, brotliCompressSync(SCRIPT));
  add(`${name}.gz`, gzipSync(SCRIPT));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "roost-static-"));
  for (const name of ["chunks/app.js", "chunks/[id] one.js", "chunks/style.css"]) {
    addWithForms(`.next/static/${name}`);
  }
  for (const name of [SECRET, FONT]) addWithForms(name);
  add(PLAIN, "1");
  addWithForms(".next/static/unlisted.js");
  delete built[".next/static/unlisted.js"];
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = () =>
  startHttpServer({
    handle: withStaticFiles(folder, built, (_, response) => {
      response.writeHead(404, { "x-framework": "1" }).end();
    }),
  });

const get = (port: number, path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`http://127.0.0.1:${port}/_next/static/${path}`, {
    method,
    headers: { "accept-encoding": "gzip, br", ...headers },
  });

test.each([
  ["chunks/app.js", "gzip, br", "br", "application/javascript; charset=UTF-8"],
  ["chunks/app.js?dpl=1", "gzip", "gzip", "application/javascript; charset=UTF-8"],
  ["chunks/style.css", "br", "br", "text/css; charset=UTF-8"],
  ["chunks/%5Bid%5D%20one.js", "br", "br", "application/javascript; charset=UTF-8"],
  ["chunks/[id]%20one.js", "br", "br", "application/javascript; charset=UTF-8"],
  ["chunk%73/app.js", "br", "br", "application/javascript; charset=UTF-8"],
])("sends %s to a client that accepts %s as %s", async (path, accepted, coding, type) => {
  const { port } = await start();
  const response = await get(port, path, { "accept-encoding": accepted });
  const { headers } = response;
  expect(await response.text()).toBe(SCRIPT);
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": type,
    "content-encoding": coding,
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
  const sent = coding === "br" ? brotliCompressSync(SCRIPT) : gzipSync(SCRIPT);
  expect(headers.get("content-length")).toBe(String(sent.length));
});

test("a HEAD request gets the headers of the file alone", async () => {
  const { port } = await start();
  const { headers, text } = await sendRaw(
    port,
    requestText("HEAD /_next/static/chunks/app.js", "Accept-Encoding: gzip"),
  );
  expect(headers.get("content-length")).toBe(String(gzipSync(SCRIPT).length));
  expect(headers.get("content-encoding")).toBe("gzip");
  expect(text).toBe("");
});

test("each form has its own entity tag, and a client that has it gets 304", async () => {
  const { port } = await start();
  const tagOf = async (accepted: string) =>
    (await get(port, "chunks/app.js", { "accept-encoding": accepted })).headers.get("etag") ?? "";
  const [br, gzip] = [await tagOf("br"), await tagOf("gzip")];
  expect(br).toMatch(/^"[\w-]{22}"$/);
  expect(gzip).not.toBe(br);
  for (const known of [br, `"other", W/${br}`, "*"]) {
    const response = await get(port, "chunks/app.js", { "if-none-match": known });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe("");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: br,
      vary: "Accept-Encoding",
      "cache-control": "public, max-age=31536000, immutable",
    });
  }
  for (const known of [gzip, '"other"', ""]) {
    expect((await get(port, "chunks/app.js", { "if-none-match": known })).status).toBe(200);
  }
});

test.each([
  ["the file uncompressed", "chunks/app.js", { "accept-encoding": "identity" }],
  ["a range of the file", "chunks/app.js", { range: "bytes=0-9" }],
])("leaves %s to the framework and marks that it varies", async (_, path, headers) => {
  const { port } = await start();
  const response = await get(port, path, headers);
  expect(response.headers.get("x-framework")).toBe("1");
  expect(response.headers.get("vary")).toBe("Accept-Encoding");
});

test.each([
  "short.js",
  "media/inter.woff2",
  "unlisted.js",
  "chunks/app.js.br",
  "chunks",
  "chunks/..%2Fchunks/app.js",
  "..%2Fserver/secret.js",
  "..%2F..%2F.next/static/chunks/app.js",
  "..%5Cserver%5Csecret.js",
  "%252e%252e/server/secret.js",
  "chunks%2F..%2F..%2Fserver%2Fsecret.js",
  "__proto__",
  "constructor.js",
])("leaves %s to the framework", async (path) => {
  const { port } = await start();
  const { headers } = await sendRaw(
    port,
    requestText(`GET /_next/static/${path}`, "Accept-Encoding: br"),
  );
  expect(headers.get("x-framework")).toBe("1");
  expect(headers.get("content-encoding")).toBeNull();
});

test("a form that cannot be read returns 500 without its path", async () => {
  addWithForms(".next/static/gone.js");
  const { port, failures } = await start();
  rmSync(join(folder, ".next/static/gone.js.br"));
  const response = await get(port, "gone.js");
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("gone");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(failures).toHaveLength(1);
});
