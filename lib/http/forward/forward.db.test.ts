import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { beforeEach, expect, test } from "vitest";
import { forwardedRows } from "#lib/contract/netbird-objects.ts";
import type { Method } from "#lib/contract/routes.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { startHttpServer } from "#lib/dev/testing/http-server.ts";
import { faults, redirectTo } from "#lib/dev/testing/netbird/faults.ts";
import { forwarded, isForwarded, netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { seedSession, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { changesSomething, rightsFor } from "#lib/policy/forwarded-rights.ts";
import { grants } from "#lib/policy/matrix.ts";
import { answerApi } from "../server/api-handler.ts";
import { unknownPaths } from "./unknown-paths.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const fill = (path: string) => path.replace(/\{[^}]+\}/g, "Some-ID");
const warm = () => callApi("GET", "/api/peers", { token: team.reader.token });

const READS = forwardedRows.filter((row) => !changesSomething(row));

type Sent = { token?: string; method?: string; headers?: Record<string, string>; body?: string };
type Received = { status: number | undefined; headers: IncomingHttpHeaders; text: string };

/** Sends a request over HTTP to a server of ours. */
async function overHttp(): Promise<(path: string, sent?: Sent) => Promise<Received>> {
  const { port } = await startHttpServer({ answerApi });
  return (path, { token = team.reader.token, method = "GET", headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const all = { authorization: `Token ${token}`, ...headers };
      const sent = httpRequest({ port, path, method, headers: all }, (response) => {
        const { statusCode: status, headers } = response;
        buffer(response).then(
          (bytes) => resolve({ status, headers, text: bytes.toString() }),
          reject,
        );
      });
      sent.on("error", reject).end(body);
    });
}

test("a read is answered by NetBird, with Roost's own headers and none of NetBird's", async () => {
  const { server } = await netbirdBehind();
  const send = await overHttp();
  const sent = await send("/api/peers", {
    headers: {
      "user-agent": "terraform/1.9 (ü)",
      "accept-language": "de",
      cookie: "a=b",
      "x-forwarded-for": "203.0.113.9",
      "x-http-method-override": "DELETE",
      range: "bytes=0-1",
      "if-none-match": "*",
      origin: "https://other.test",
    },
  });
  expect(sent.status).toBe(200);
  expect(JSON.parse(sent.text)).toMatchObject([{ name: "alpha" }, { name: "beta" }]);
  expect(sent.headers).toMatchObject({
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "roost-accepted-scopes": "peers:read",
    "access-control-allow-origin": "*",
  });
  const headers = forwarded(server)[0]?.headers ?? {};
  expect(Object.keys(headers).sort()).toEqual(
    ["accept", "accept-encoding", "accept-language", "authorization", "connection", "host"].concat(
      "user-agent",
    ),
  );
  expect(headers).toMatchObject({
    authorization: expect.stringMatching(/^Token nbp_/),
    "accept-encoding": "identity",
    "user-agent": expect.stringMatching(/^roost\/[\d.]+ \(terraform\/1\.9 \(\S*\)\)$/),
  });
});

test("headers that Connection names are not passed on", async () => {
  const { server } = await netbirdBehind();
  const send = await overHttp();
  await send("/api/peers", {
    headers: { connection: "accept-language, authorization", "accept-language": "de" },
  });
  const headers = forwarded(server)[0]?.headers ?? {};
  expect(headers["accept-language"]).toBeUndefined();
  expect(headers.authorization).toMatch(/^Token nbp_/);
});

test("every read reaches NetBird on its own path with the role's right, and only then", async () => {
  const { server } = await netbirdBehind();
  for (const who of EVERYONE) {
    const { role, token } = team[who];
    const isServiceUser = who === "machine" || who === "reader";
    for (const row of READS) {
      server.requests.length = 0;
      const answer = await callApi(row.method, fill(row.path), { token });
      const allowed = rightsFor(row).every(({ module, verb }) =>
        grants({ role, isServiceUser }, module, verb),
      );
      const urls = forwarded(server).map(({ url }) => url);
      expect(urls, `${who} ${row.path}`).toEqual(allowed ? [fill(row.path)] : []);
      if (!allowed) expect(answer).toMatchObject({ status: 403 });
    }
  }
});

test("a token needs the scope of the module, whatever its role", async () => {
  const { server } = await netbirdBehind();
  for (const [scopes, path, status] of [
    ["peers:read", "/api/peers", 200],
    ["peers:read", "/api/policies", 403],
    ["groups:read", "/api/peers", 403],
    ["agent_network:read", "/api/agent-network/policies", 200],
    ["services:read", "/api/reverse-proxies/domains/d1/validate", 403],
    ["all:read", "/api/integrations/billing/plans", 200],
    ["peers:write", "/api/integrations/billing/plans", 403],
  ] as const) {
    server.requests.length = 0;
    const { text: token } = await seedToken(team.owner.id, { scopes: [scopes] });
    const answer = await callApi("GET", path, { token });
    expect(answer.status === 403, `${scopes} ${path}`).toBe(status === 403);
    if (status === 403) expect(forwarded(server)).toEqual([]);
  }
});

test("a GET that changes something is refused from another web page, and as HEAD", async () => {
  await netbirdBehind();
  const path = "/api/reverse-proxies/domains/d1/validate";
  const { cookie } = await seedSession(team.owner.id);
  const headers = { "sec-fetch-site": "cross-site" };
  expect(await callApi("GET", path, { cookie, headers })).toMatchObject({ status: 403 });
  expect((await callApi("GET", "/api/peers", { cookie, headers })).status).toBe(200);
  expect((await callApi("HEAD" as Method, path, { token: team.owner.token })).status).toBe(405);
});

test("Roost's own paths stay its own, and unknown ones are refused", async () => {
  const { server } = await netbirdBehind();
  const { token } = team.owner;
  expect((await callApi("GET", "/api/users/current", { token })).body.id).toBe(team.owner.id);
  for (const path of ["/api/nothing", "/api/peers/p1/unknown", "/api/users/u1/password", "/api"]) {
    expect((await callApi("GET", path, { token })).status, path).not.toBe(200);
  }
  expect(forwarded(server)).toEqual([]);
});

test("a path that leads elsewhere and an account parameter never reach NetBird", async () => {
  const { server } = await netbirdBehind();
  const send = await overHttp();
  for (const end of ["a%2Fjobs", "a%5Cb", "a%3Fb", "a%23b", "a%3Bb", "a%25b", "a%0Ab", "%2e%2e"]) {
    const { status, text } = await send(`/api/peers/${end}`);
    expect([status, JSON.parse(text).code], end).toEqual([400, 400]);
  }
  expect((await send("/api/peers?name=x&Account=a1")).status).toBe(400);
  expect(forwarded(server)).toEqual([]);
  await send("/api/%70eers?name=x%26y&name=z");
  expect(forwarded(server).map(({ url }) => url)).toEqual(["/api/peers?name=x%26y&name=z"]);
});

test.each([
  ["a deleted credential", faults.tokenGone, 502, "refuses the access token"],
  ["a refused credential", faults.unauthorized, 502, "refuses the access token"],
  ["a blocked credential", faults.blocked, 502, "refuses the access token"],
  ["a role that is too small", faults.forbidden, 403, "permission denied"],
  ["its limit", faults.tooMany, 429, "too many requests"],
  ["a path that it does not have", faults.noRoute, 501, "does not offer this"],
  ["a method that it does not have", faults.noMethod, 501, "does not offer this"],
  ["an error of a proxy", faults.proxyError, 502, "NetBird answered with status 502"],
  ["a redirect", redirectTo("https://other.test/api"), 502, "redirect to https://other.test"],
  ["a broken connection", faults.reset, 502, "the connection broke"],
])("on %s of NetBird the client gets one JSON error", async (_what, fault, status, message) => {
  const { server } = await netbirdBehind();
  server.misbehave(fault, isForwarded(server));
  const answer = await callApi("GET", "/api/peers/p1", { token: team.reader.token });
  expect(answer).toMatchObject({ status, body: { code: status, request_id: expect.any(String) } });
  expect(answer.body.message).toContain(message);
  expect(answer.body.message).not.toMatch(/not found/i);
  expect(answer.headers.get("location")).toBeNull();
  if (status === 429) expect(answer.headers.get("retry-after")).toBe("17");
});

test("NetBird's own 404 of an object is passed on", async () => {
  await netbirdBehind();
  const answer = await callApi("GET", "/api/peers/p1", { token: team.reader.token });
  expect(answer).toMatchObject({
    status: 404,
    body: { message: expect.stringContaining("not found: p1"), code: 404 },
  });
});

test("no answer in time is 504", async () => {
  const { server } = await netbirdBehind({}, { headersMs: 50, bodyIdleMs: 50 });
  await warm();
  server.misbehave(faults.hang);
  const answer = await callApi("GET", "/api/peers", { token: team.reader.token });
  expect(answer).toMatchObject({
    status: 504,
    body: { message: "NetBird did not answer in time" },
  });
});

test("an answer that breaks off is not taken for whole", async () => {
  const { server } = await netbirdBehind();
  const send = await overHttp();
  await send("/api/peers");
  server.misbehave(faults.truncate);
  await expect(send("/api/peers")).rejects.toThrow("aborted");
});

test("a list of megabytes arrives whole", async () => {
  const { server } = await netbirdBehind();
  const send = await overHttp();
  server.misbehave({ listBytes: 3_000_000 }, isForwarded(server));
  const { status, text } = await send("/api/peers");
  expect(status).toBe(200);
  expect(text.length).toBeGreaterThan(2_500_000);
  expect(JSON.parse(text)).toBeInstanceOf(Array);
});

test("HEAD has the headers of GET without a body", async () => {
  await netbirdBehind();
  const send = await overHttp();
  const head = await send("/api/peers", { method: "HEAD" });
  expect(head).toMatchObject({ status: 200, text: "" });
  expect(head.headers["content-type"]).toBe("application/json");
});

test("only JSON is shown in place: a page is refused, another type is a file", async () => {
  const { server } = await netbirdBehind();
  const answered = (type: string) =>
    server.misbehave(
      {
        answer: {
          status: 200,
          headers: { "content-type": type, "set-cookie": "a=b" },
          body: "<b>",
        },
      },
      isForwarded(server),
    );
  answered("text/html");
  const { token } = team.reader;
  const page = await callApi("GET", "/api/peers", { token });
  expect(page).toMatchObject({
    status: 502,
    body: { message: "NETBIRD_URL answers with a web page" },
  });
  answered("image/svg+xml");
  const file = await callApi("GET", "/api/peers", { token });
  expect([file.status, file.headers.get("content-disposition")]).toEqual([200, "attachment"]);
  expect(file.headers.get("set-cookie")).toBeNull();
});

test("secrets of an answer are null for those who may not write the module", async () => {
  const { server } = await netbirdBehind();
  const scim = JSON.stringify([{ id: 1, auth_token: "hunter2" }]);
  server.misbehave(
    { answer: { status: 200, headers: { "content-type": "application/json" }, body: scim } },
    isForwarded(server),
  );
  const path = "/api/integrations/scim-idp";
  const { text: reading } = await seedToken(team.owner.id, { scopes: ["all:read"] });
  for (const token of [reading, team.reader.token, team.auditor.token]) {
    expect((await callApi("GET", path, { token })).body).toEqual([{ id: 1, auth_token: null }]);
  }
  const { body } = await callApi("GET", path, { token: team.owner.token });
  expect(body).toEqual([{ id: 1, auth_token: "hunter2" }]);
});

test("a call counts as a use of its token, under the template of its path", async () => {
  await netbirdBehind();
  const { id, token, tokenId } = team.machine;
  await callApi("GET", "/api/peers/p-1/jobs", { token });
  const usage = await callApi("GET", `/api/users/${id}/tokens/${tokenId}/usage`, { token });
  expect(usage.body.by_operation).toContainEqual(
    expect.objectContaining({
      ...{ operation: "nb:GET /api/peers/{peerId}/jobs", method: "GET", count: 1 },
      path: "/api/peers/{peerId}/jobs",
    }),
  );
});

test("after five failures in a row requests wait 5 s", async () => {
  const { server } = await netbirdBehind();
  await warm();
  await server.stop();
  const { token } = team.reader;
  for (let at = 0; at < 5; at += 1) {
    expect((await callApi("GET", "/api/peers", { token })).status).toBe(502);
  }
  const answer = await callApi("GET", "/api/peers", { token });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
});

test("NetBird sees the service user that calls, with the least role for it", async () => {
  const { server } = await netbirdBehind();
  await callApi("GET", "/api/peers", { token: team.reader.token });
  await callApi("GET", "/api/peers", { token: team.auditor.token });
  const found = [...server.state.users.values()].map(({ name, role }) => [name, role]);
  expect(found).toEqual(
    expect.arrayContaining([
      [`roost: ${team.reader.name}`, "user"],
      ["roost: people (user)", "user"],
    ]),
  );
  expect(found.filter(([name]) => name?.startsWith("roost: "))).toHaveLength(2);
});

test("a read whose credential NetBird has deleted gets another one, once", async () => {
  const { server } = await netbirdBehind();
  await warm();
  for (const [id, token] of server.state.tokens) {
    if (token.userId !== server.broker.id) server.state.tokens.delete(id);
  }
  server.requests.length = 0;
  expect((await warm()).status).toBe(200);
  expect(forwarded(server)).toHaveLength(2);
});

test("an unknown path is refused and counted, only with a NetBird server", async () => {
  const { token } = team.owner;
  await callApi("GET", "/api/flows", { token });
  expect(unknownPaths()).toEqual([]);
  await netbirdBehind();
  const { status, body } = await callApi("GET", "/api/flows", { token });
  expect([status, body.message]).toEqual([501, "this NetBird server does not offer this"]);
  expect(unknownPaths()).toMatchObject([{ method: "GET", path: "/api/flows", count: 1 }]);
});

test("an unknown path is no 404 before NetBird, which Terraform takes for a deleted object", async () => {
  const send = await overHttp();
  for (const path of ["/api/flows", "/api/flows/p1", "/api/peers/"]) {
    expect((await send(path)).status, path).toBe(404);
  }
  await netbirdBehind();
  for (const path of ["/api/flows", "/api/flows/p1", "/api/peers/"]) {
    const { status, text } = await send(path);
    expect([status, JSON.parse(text).code], path).toEqual([501, 501]);
    expect(text).not.toMatch(/not found/i);
  }
  for (const path of ["/api/roost", "/api/roost/none"]) {
    expect((await send(path)).status, path).toBe(404);
  }
});

test("only callers with a valid credential put an unknown path on the list", async () => {
  await netbirdBehind();
  const { status, body } = await callApi("GET", "/api/anyone", {});
  expect([status, body.message]).toEqual([501, "this NetBird server does not offer this"]);
  const wrong = { token: `nbp_${"a".repeat(36)}` };
  expect((await callApi("GET", "/api/anyone", wrong)).status).toBe(501);
  expect(unknownPaths()).toEqual([]);
  await callApi("GET", "/api/someone", { token: team.reader.token });
  expect(unknownPaths()).toMatchObject([{ path: "/api/someone" }]);
});
