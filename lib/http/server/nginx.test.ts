import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { findNginx } from "#lib/dev/testing/nginx.ts";
import { createHttpServer } from "./create-server.ts";

/* The proxy configuration of docs/operations.md in a real nginx, without its TLS. */

const folder = mkdtempSync(join(tmpdir(), "roost-nginx-"));
const roost = createHttpServer({
  trustedProxies: ["127.0.0.1"],
  publicUrl: "https://roost.example.com",
  securityContact: undefined,
  development: false,
  handle: (request, response) => {
    const { host, "x-roost-client-address": address } = request.headers;
    response.end(JSON.stringify({ host, address }));
  },
  onResponse: () => {},
  onError: () => {},
});
let nginx: ChildProcess;
let url: string;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function configuration(port: number, upstream: number): string {
  const doc = readFileSync(join(repositoryRoot(), "docs/operations.md"), "utf8");
  const [, documented = ""] = /```nginx\n([\s\S]*?)```/.exec(doc) ?? [];
  const server = documented
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
    .replace(/^ *ssl_certificate.*\n/gm, "")
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${upstream}`);
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join("\n");
  return `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events {} http { access_log off; ${folders}\n${server} }`;
}

async function untilItAnswers(): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return;
    if (nginx.exitCode !== null) throw new Error(readFileSync(`${folder}/error.log`, "utf8"));
  }
}

beforeAll(async () => {
  roost.listen(0, "127.0.0.1");
  await once(roost, "listening");
  const port = await freePort();
  url = `http://127.0.0.1:${port}/api/users`;
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration(port, (roost.address() as AddressInfo).port));
  const program = findNginx();
  if (program === undefined) throw new Error("nginx is not installed");
  nginx = spawn(program, ["-p", folder, "-c", file, "-e", `${folder}/error.log`]);
  await untilItAnswers();
});

afterAll(async () => {
  const ended = once(nginx, "exit");
  nginx.kill("SIGTERM");
  await ended;
  roost.close();
  rmSync(folder, { recursive: true });
});

test("the documented nginx overwrites the client address that the client claims", async () => {
  const answer = await fetch(url, {
    headers: { "x-forwarded-for": "203.0.113.9", host: "roost.example.com" },
  });
  expect(await answer.json()).toMatchObject({ address: "127.0.0.1" });
});

test("the documented nginx refuses a body over 1 MiB and does not compress API answers", async () => {
  const large = await fetch(url, { method: "POST", body: "x".repeat(1024 * 1024 + 1) });
  expect(large.status).toBe(413);
  const answer = await fetch(url, { headers: { "accept-encoding": "gzip" } });
  expect(answer.headers.get("content-encoding")).toBeNull();
});
