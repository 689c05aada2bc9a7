import { gunzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { type NetBirdOperation, netbirdApi } from "#lib/contract/netbird-api.ts";
import { type Fault, faults, redirectTo } from "#lib/dev/testing/netbird/faults.ts";
import { netbirdServer } from "#lib/dev/testing/netbird.ts";
import { type Front, type Received, roostBeforeNetBird } from "#lib/dev/testing/netbird-front.ts";

/*
 * Terraform drops a resource from its state when an error of any status says "not found": only
 * NetBird's own answer about an object may say so.
 */

let front: Front;
beforeEach(async () => {
  front = await roostBeforeNetBird();
});

const pathOf = ({ path }: NetBirdOperation) => path.replaceAll(/\{[^}]+\}/g, "abc");
const reads = netbirdApi.filter(
  ({ method, forward }) => method === "GET" && (forward === "yes" || forward === "by-mode"),
);

/** What a client gets while NetBird misbehaves in what it asks for, not in what Roost asks itself. */
async function whileBad(fault: Fault, path = "/api/peers"): Promise<Received> {
  const stop = front.netbird.misbehave(fault, ({ operation }) => operation === "GET /api/peers");
  const received = await front.send("GET", path);
  stop();
  return received;
}

const isProblem = ({ status, json, headers }: Received) => {
  expect(json).toEqual({
    message: expect.any(String),
    code: status,
    request_id: headers["x-request-id"],
  });
};

test("a deleted credential is 502 on every read, and never says not found", async () => {
  await front.send("GET", "/api/peers");
  front.netbird.state.tokens.clear();
  for (const row of reads) {
    const received = await front.send("GET", pathOf(row));
    expect(received.status, row.path).toBe(502);
    expect(received.text, row.path).not.toMatch(/not found/i);
    isProblem(received);
  }
});

const json404 = (body: object): Fault => ({
  answer: {
    ...{ status: 404, headers: { "content-type": "application/json" } },
    body: JSON.stringify(body),
  },
});
const lostRoute = json404({ message: "route not found" });
const missingList = json404({ message: "peers not found", code: 404 });

test.each([
  ["a deleted token", faults.tokenGone, 502],
  ["an expired token", faults.unauthorized, 502],
  ["a blocked user", faults.blocked, 502],
  ["a pending user", faults.pending, 502],
  ["an unknown path", faults.noRoute, 501],
  ["an unknown method", faults.noMethod, 501],
  ["a gateway that lost its route", lostRoute, 501],
  ["a missing list", missingList, 501],
  ["an error page of a proxy", faults.proxyError, 502],
  ["a reset connection", faults.reset, 502],
  ["a redirect elsewhere", redirectTo("https://elsewhere.example/api/peers?x=1"), 502],
  ["a redirect to a clean path", redirectTo("/api/peers", 302), 502],
])("%s is an error of the gateway, without NetBird's words", async (_, fault, status) => {
  const received = await whileBad(fault);
  expect(received.status).toBe(status);
  expect(received.text).not.toMatch(/not found|2c26b46b|<html>|upstream</i);
  expect(received.headers.location).toBeUndefined();
  isProblem(received);
});

test("an error of the server does not say that an object is missing", async () => {
  const body = JSON.stringify({ message: "failed: peer not found", code: 500 });
  const headers = { "content-type": "application/json" };
  const received = await whileBad({ answer: { status: 500, headers, body } });
  expect(received.status).toBeGreaterThanOrEqual(500);
  expect(received.text).not.toMatch(/not found/i);
});

test("NetBird's own refusals pass: 403, 404 of an object, 429 with its wait", async () => {
  expect(await whileBad(faults.forbidden)).toMatchObject({
    ...{ status: 403, json: { message: "permission denied", code: 403 } },
  });
  const missing = await front.send("GET", "/api/peers/none");
  expect([missing.status, missing.json.message]).toEqual([404, expect.stringMatching(/not found/)]);
  const limited = await whileBad(faults.tooMany);
  expect([limited.status, limited.headers["retry-after"]]).toEqual([429, "17"]);
});

test("a redirect is not followed, and its answer names only the origin", async () => {
  const elsewhere = await netbirdServer();
  const received = await whileBad(redirectTo(`${elsewhere.url}/api/peers?secret=1`));
  expect(received.json.message).toContain(elsewhere.url);
  expect(received.text).not.toContain("secret");
  expect(elsewhere.requests).toEqual([]);
});

test("a compressed answer stays readable", async () => {
  const stop = front.netbird.misbehave(
    faults.gzip,
    ({ operation }) => operation === "GET /api/peers",
  );
  const { port, team } = front;
  const answer = await fetch(`http://127.0.0.1:${port}/api/peers`, {
    headers: { authorization: `Token ${team.owner.token}`, "accept-encoding": "identity" },
  });
  stop();
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status === 502) return;
  // fetch has unpacked what a header calls compressed.
  const text = answer.headers.has("content-encoding") ? bytes : plain(bytes);
  expect(JSON.parse(text.toString())).toHaveLength(2);
});

const plain = (bytes: Buffer) => (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);

test("an answer that is no JSON is a download, and nothing that a browser shows", async () => {
  const svg = { "content-type": "image/svg+xml" };
  const received = await whileBad({ answer: { status: 200, headers: svg, body: "<svg/>" } });
  expect(received.headers["content-disposition"]).toMatch(/^attachment/);
  expect(received.headers["x-content-type-options"]).toBe("nosniff");
  expect(received.headers["cache-control"]).toBe("no-store");
  const html = { status: 200, headers: { "content-type": "text/html" }, body: "<script>" };
  expect((await whileBad({ answer: html })).text).not.toContain("<script>");
});
