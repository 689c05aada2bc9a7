import { inspect } from "node:util";
import { expect, test } from "vitest";
import { captureLog } from "#lib/dev/testing/log.ts";
import { respondJson, startUpstream, UPSTREAM_TOKEN } from "#lib/dev/testing/upstream-server.ts";
import { logger } from "#lib/observability/logger.ts";
import { ask } from "./ask.ts";
import { type Connection, connectTo } from "./connection.ts";
import { Credential } from "./credential.ts";
import { openAnswer } from "./open-answer.ts";
import { type FailureKind, isUpstreamFailure, type UpstreamFailure } from "./upstream-failure.ts";

const TOKEN = new Credential("nbp_of-a-mirror");

async function failure(asked: Promise<unknown>): Promise<UpstreamFailure> {
  const error = await asked.catch((caught: unknown) => caught);
  if (!isUpstreamFailure(error)) throw new Error("not an UpstreamFailure", { cause: error });
  expect(error.message.toLowerCase()).not.toContain("not found");
  return error;
}

const get = (connection: Connection, path = "/api/users") =>
  ask(TOKEN, { method: "GET", path }, connection);
const post = (connection: Connection, body: unknown = {}) =>
  ask(TOKEN, { method: "POST", path: "/api/users", body }, connection);

test("sends JSON with the credential and returns status, JSON and NetBird's request ID", async () => {
  const { connection, arrived } = await startUpstream((response) =>
    respondJson(response, { id: "u1" }, 201),
  );
  expect(await post(connection, { name: "ci" })).toEqual({
    ...{ status: 201, body: { id: "u1" }, requestId: "xid" },
  });
  const [sent] = arrived;
  expect(sent).toMatchObject({ method: "POST", url: "/api/users", body: '{"name":"ci"}' });
  expect(sent?.headers).toMatchObject({
    ...{ authorization: "Token nbp_of-a-mirror", "content-type": "application/json" },
    ...{ accept: "application/json", "accept-encoding": "identity" },
    "user-agent": expect.stringMatching(/^roost\/\d/),
  });
});

test("without a credential it sends none", async () => {
  const { connection, arrived } = await startUpstream((response) => respondJson(response, {}));
  await ask(null, { method: "GET", path: "/api/instance" }, connection);
  expect(arrived[0]?.headers.authorization).toBeUndefined();
});

test("returns NetBird's errors, and undefined for an empty body", async () => {
  const { connection } = await startUpstream((response, { method }) =>
    method === "GET" ? respondJson(response, { message: "no", code: 403 }, 403) : response.end(),
  );
  expect(await get(connection)).toMatchObject({ status: 403, body: { message: "no" } });
  expect(await post(connection)).toMatchObject({ status: 200, body: undefined });
});

test("never follows a redirect, and names only the origin it leads to", async () => {
  const { connection, arrived } = await startUpstream((response) =>
    response.writeHead(301, { location: "https://other.test/x?token=1" }).end(),
  );
  expect(await failure(get(connection))).toMatchObject({
    ...{ kind: "redirect", status: 301 },
    message: "NETBIRD_URL answers with a redirect to https://other.test; set it to that address",
  });
  expect(arrived).toHaveLength(1);
});

const JSON_TYPE = { "content-type": "application/json" };

test.each<[string, Record<string, string>, string, FailureKind]>([
  ["text", { "content-type": "text/plain" }, "404 page not found", "not_json"],
  ["JSON that is none", JSON_TYPE, "<html>", "not_json"],
  ["compressed JSON", { ...JSON_TYPE, "content-encoding": "gzip" }, "{}", "not_json"],
  ["more than 1 MiB", JSON_TYPE, `"${"x".repeat(1024 * 1024)}"`, "too_large"],
])("refuses %s", async (_what, headers, body, kind) => {
  const { connection } = await startUpstream((response) =>
    response.writeHead(200, headers).end(body),
  );
  expect(await failure(get(connection))).toMatchObject({ kind, status: 200 });
});

test("a server that is away is unreachable, and nothing was sent", async () => {
  const connection = connectTo({ url: "http://127.0.0.1:1", token: "t", ca: undefined });
  expect(await failure(post(connection))).toMatchObject({
    ...{ kind: "unreachable", mayHaveRun: false },
    message: "NetBird is unreachable: the connection was refused",
  });
});

test("a GET whose connection breaks before the answer is sent once more, a POST never", async () => {
  const { connection, arrived } = await startUpstream((response) => {
    if (arrived.length % 2 === 1) response.destroy();
    else respondJson(response, []);
  });
  expect((await get(connection)).status).toBe(200);
  expect(arrived).toHaveLength(2);
  expect(await failure(post(connection))).toMatchObject({ kind: "unreachable", mayHaveRun: true });
  expect(arrived).toHaveLength(3);
});

test("an answer that breaks off is a failure, also of a GET", async () => {
  const { connection, arrived } = await startUpstream((response) => {
    response.writeHead(200, { ...JSON_TYPE, "content-length": 10 });
    response.write("[", () => response.destroy());
  });
  expect((await failure(get(connection))).kind).toBe("broken");
  expect(arrived).toHaveLength(1);
});

test("an answer that does not come is a timeout", async () => {
  const { connection } = await startUpstream(() => {}, { headersMs: 50, bodyIdleMs: 50 });
  expect(await failure(post(connection))).toMatchObject({ kind: "timeout", mayHaveRun: true });
});

test("a signal ends the request", async () => {
  const stop = new AbortController();
  const { connection } = await startUpstream(() => stop.abort());
  const asked = ask(TOKEN, { method: "GET", path: "/api/x", signal: stop.signal }, connection);
  expect((await failure(asked)).kind).toBe("aborted");
  expect((await failure(asked)).mayHaveRun).toBe(true);
});

test("no log, text or JSON contains a credential", async () => {
  const lines = captureLog();
  const { connection } = await startUpstream((response) => respondJson(response, {}, 401));
  logger().error({ TOKEN, connection, err: new Error(`${TOKEN}`) }, "failed");
  const shown = [...lines, inspect(connection, { depth: 9, showHidden: true }), `${TOKEN}`];
  expect(shown.join("")).not.toContain("nbp_of");
  expect(UPSTREAM_TOKEN).toContain("nbp_of");
});

test("requests of clients without an answer hold up none of Roost's own", async () => {
  const { connection } = await startUpstream((response, { url }) => {
    if (url === "/api/users") respondJson(response, []);
  });
  const peers = { method: "GET", path: "/api/peers", headers: {} } as const;
  for (let at = 0; at < 300; at += 1) void openAnswer(connection, peers).catch(() => {});
  expect((await get(connection)).status).toBe(200);
});
