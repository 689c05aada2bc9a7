import { request as httpRequest } from "node:http";
import { beforeEach, expect, test, vi } from "vitest";
import { forwardedRows, netbirdName } from "#lib/contract/netbird-objects.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { startHttpServer } from "#lib/dev/testing/http-server.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { faults } from "#lib/dev/testing/netbird/faults.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { forwarded, isForwarded, netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { changesSomething, rightsFor } from "#lib/policy/forwarded-rights.ts";
import { grants } from "#lib/policy/matrix.ts";
import { answerApi } from "../server/api-handler.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const fill = (path: string) => path.replace(/\{[^}]+\}/g, "Some-ID");
const CHANGES = forwardedRows.filter(changesSomething);
const SOON = { timeout: 10_000 };
const KEY = { name: "ci", type: "one-off", expires_in: 86_400, auto_groups: [], usage_limit: 1 };

const JSON_TYPE = { "content-type": "application/json" };

type Stored = { activityCode: string; targetId: string; meta: Record<string, string> };

async function events(): Promise<Stored[]> {
  const where = { activityCode: { startsWith: "netbird." } };
  const rows = await database().read.auditEvent.findMany({ where, orderBy: { id: "asc" } });
  return rows as unknown as Stored[];
}

const post = (body: unknown = KEY, headers: Record<string, string> = {}) =>
  callApi("POST", "/api/setup-keys", {
    ...{ token: team.machine.token, body },
    headers: { ...JSON_TYPE, ...headers },
  });

/** Waits until the only event has an outcome. */
const settled = () =>
  vi.waitFor(async () => {
    const [event] = await events();
    expect(["pending", undefined]).not.toContain(event?.meta.outcome);
    return event as Stored;
  }, SOON);

test("every change reaches NetBird with the role's right, and only then, with an event", async () => {
  const { server } = await netbirdBehind();
  for (const who of EVERYONE) {
    const { role, token } = team[who];
    const isServiceUser = who === "machine" || who === "reader";
    for (const row of CHANGES) {
      server.requests.length = 0;
      await database().write((tx) => tx.auditEvent.deleteMany());
      const body = row.method === "GET" || row.method === "DELETE" ? undefined : {};
      const answer = await callApi(row.method, fill(row.path), { token, body, headers: JSON_TYPE });
      const allowed = rightsFor(row).every(({ module, verb }) =>
        grants({ role, isServiceUser }, module, verb),
      );
      const urls = forwarded(server).map(({ method, url }) => `${method} ${url}`);
      const what = `${who} ${netbirdName(row)}`;
      expect(urls, what).toEqual(allowed ? [`${row.method} ${fill(row.path)}`] : []);
      const codes = (await events()).map(({ activityCode, meta }) => [activityCode, meta.module]);
      expect(codes, what).toEqual(allowed ? [[`netbird.${row.operation}`, row.module]] : []);
      if (!allowed) expect(answer.status, what).toBe(403);
    }
  }
}, 120_000);

test("the event names actor, object and outcome, and nothing of what was sent or returned", async () => {
  const { server } = await netbirdBehind();
  const lines = captureLog();
  const made = await post();
  expect(made).toMatchObject({ status: 200, body: { name: "ci", key: expect.any(String) } });
  expect(forwarded(server)[0]?.body).toBe(JSON.stringify(KEY));
  expect(forwarded(server)[0]?.user).toMatchObject({ name: `roost: ${team.machine.name}` });
  const [event] = await events();
  expect(event).toMatchObject({
    activityCode: "netbird.create",
    initiatorId: team.machine.id,
    targetId: made.body.id,
    meta: {
      ...{ module: "setup_keys", method: "POST", route: "/api/setup-keys", outcome: "ok" },
      ...{ status: "200", object_name: "ci", token_id: team.machine.tokenId },
      upstream_user: forwarded(server)[0]?.user?.id,
      upstream_request_id: expect.any(String),
      duration_ms: expect.stringMatching(/^\d+$/),
    },
  });
  const stored = JSON.stringify(await events());
  for (const text of [stored, ...lines]) expect(text).not.toContain(made.body.key);
  expect(stored).not.toContain("usage_limit");
});

test("the event is stored before the change is sent, and without an answer it is unknown", async () => {
  const { server } = await netbirdBehind({}, { headersMs: 1500, bodyIdleMs: 1500 });
  await callApi("GET", "/api/peers", { token: team.machine.token });
  server.requests.length = 0;
  server.misbehave(faults.hang, isForwarded(server));
  const answer = post();
  await vi.waitFor(() => expect(forwarded(server)).toHaveLength(1), SOON);
  expect((await events()).map(({ meta }) => meta.outcome)).toEqual(["pending"]);
  expect(await answer).toMatchObject({
    status: 504,
    body: { message: "NetBird did not answer in time; it may have been carried out" },
  });
  expect((await events()).map(({ meta }) => meta.outcome)).toEqual(["unknown"]);
});

test("an event that a killed process left is shown with an unknown outcome", async () => {
  await netbirdBehind();
  await post();
  const list = async () => {
    const path = "/api/roost/events/audit?activity_code=netbird.create";
    const { body } = await callApi("GET", path, { token: team.owner.token });
    return body.map(({ meta }: Stored) => meta.outcome);
  };
  const pendingSince = (timestamp: Date) =>
    database().write(async (tx) => {
      const where = { activityCode: "netbird.create" };
      const { id, meta } = await tx.auditEvent.findFirstOrThrow({ where });
      const data = { timestamp, meta: { ...Object(meta), outcome: "pending" } };
      await tx.auditEvent.update({ where: { id }, data });
    });
  await pendingSince(new Date());
  expect(await list()).toEqual(["pending"]);
  await pendingSince(new Date(Date.now() - 121_000));
  expect(await list()).toEqual(["unknown"]);
});

const outcomes = async () => (await events()).map(({ meta }) => meta.outcome);

test.each([
  [faults.forbidden, 403, "refused"],
  [faults.tooMany, 429, "refused"],
  [faults.unauthorized, 502, "failed"],
  [faults.noRoute, 501, "failed"],
  [faults.internal, 500, "failed"],
  [faults.proxyError, 502, "unknown"],
  [faults.reset, 502, "unknown"],
  [faults.truncate, 502, "ok"],
])("on %o the client gets %i, and the event says %s", async (fault, status, outcome) => {
  const { server } = await netbirdBehind();
  server.misbehave(fault, isForwarded(server));
  const answer = await post();
  expect(answer.status).toBe(status);
  expect(await outcomes()).toEqual([outcome]);
  expect(forwarded(server)).toHaveLength(1);
  expect(answer.body.message).not.toMatch(/not found/i);
});

test("rights are decided again when the change is sent", async () => {
  const { server } = await netbirdBehind();
  await callApi("GET", "/api/peers", { token: team.reader.token });
  server.requests.length = 0;
  server.misbehave({ delayMs: 300 }, ({ method }) => method !== "GET");
  const answer = post();
  await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(0), SOON);
  const where = { id: team.machine.id };
  await database().write((tx) => tx.user.update({ where, data: { role: "user" } }));
  expect((await answer).status).toBe(403);
  expect(forwarded(server)).toEqual([]);
  expect(await outcomes()).toEqual([]);
});

async function sendAndLeave(server: NetBirdStub): Promise<void> {
  const { port } = await startHttpServer({ answerApi });
  const headers = { ...JSON_TYPE, authorization: `Token ${team.machine.token}` };
  const sent = httpRequest({ port, path: "/api/setup-keys", method: "POST", headers });
  sent.on("error", () => {});
  sent.end(JSON.stringify(KEY));
  await vi.waitFor(() => expect(forwarded(server)).toHaveLength(1), SOON);
  const closed = new Promise((resolve) => sent.once("close", resolve));
  sent.destroy();
  await closed;
}

test("a change goes on to its end when its client leaves", async () => {
  const { server } = await netbirdBehind();
  server.misbehave({ delayMs: 300 }, isForwarded(server));
  await sendAndLeave(server);
  expect((await settled()).meta).toMatchObject({ outcome: "ok", object_name: "ci" });
});

test("an Idempotency-Key lets a change be sent once, and again if nothing was changed", async () => {
  const { server } = await netbirdBehind();
  const headers = { "idempotency-key": "k1" };
  const back = server.misbehave(faults.forbidden, isForwarded(server));
  expect((await post(KEY, headers)).status).toBe(403);
  back();
  const made = await post(KEY, headers);
  expect(made.status).toBe(200);
  expect(await post(KEY, headers)).toMatchObject({
    status: 409,
    body: { resource_id: made.body.id },
  });
  expect((await post({ ...KEY, name: "other" }, headers)).status).toBe(422);
  expect(forwarded(server)).toHaveLength(2);
});

test("a body of at most 1 MiB is sent as JSON whatever it was called, and nothing with a DELETE", async () => {
  const { server } = await netbirdBehind();
  // What curl says of `-d`.
  const form = { "content-type": "application/x-www-form-urlencoded" };
  expect((await post(JSON.stringify(KEY), form)).status).toBe(200);
  expect(forwarded(server)[0]?.headers["content-type"]).toBe("application/json");
  server.requests.length = 0;
  expect((await post(" ".repeat(1024 * 1024 + 1))).status).toBe(413);
  expect(forwarded(server)).toEqual([]);
  await callApi("DELETE", "/api/setup-keys/k1", { token: team.machine.token, body: { a: 1 } });
  expect(forwarded(server)).toMatchObject([{ method: "DELETE", body: "" }]);
  expect(forwarded(server)[0]?.headers["content-type"]).toBeUndefined();
});

test("Roost knows a group that was created, renamed or deleted through it", async () => {
  await netbirdBehind();
  const token = team.machine.token;
  const send = (method: "POST" | "PUT" | "DELETE", path: string, name = "") =>
    callApi(method, path, { token, body: { name, peers: [] }, headers: JSON_TYPE });
  const names = async () =>
    (await database().read.group.findMany({ where: { upstream: true } })).map(({ name }) => name);
  const { body } = await send("POST", "/api/groups", "ci-peers");
  expect(await names()).toContain("ci-peers");
  await send("PUT", `/api/groups/${body.id}`, "ci-hosts");
  expect(await names()).toContain("ci-hosts");
  expect((await events()).map(({ meta }) => meta.object_name)).toEqual(["ci-peers", "ci-hosts"]);
  await send("DELETE", `/api/groups/${body.id}`);
  expect(await names()).not.toContain("ci-hosts");
});

test("two rights are needed where an operation makes two kinds of objects", async () => {
  const { server } = await netbirdBehind();
  const path = "/api/peers/p1/temporary-access";
  const { text: token } = await seedToken(team.owner.id, { scopes: ["peers:write"] });
  expect(await callApi("POST", path, { token, body: {}, headers: JSON_TYPE })).toMatchObject({
    status: 403,
    body: { required_scope: ["policies:create"] },
  });
  expect(forwarded(server)).toEqual([]);
});

test("a broker that is not an admin reads for all and changes nothing", async () => {
  const { server } = await netbirdBehind({ broker: { role: "user" } });
  expect((await callApi("GET", "/api/peers", { token: team.reader.token })).status).toBe(200);
  expect(await post()).toMatchObject({ status: 501 });
  expect(server.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(await events()).toEqual([]);
});

test("a change that gets no connection soon is not sent, and may be repeated", async () => {
  const { server } = await netbirdBehind({}, { startMs: 200 });
  await callApi("GET", "/api/peers", { token: team.machine.token });
  server.misbehave(faults.hang, ({ method, url }) => method === "GET" && url === "/api/peers");
  // Each user may have eight reads on their way: five of them take all 32 connections.
  const readers = ["reader", "owner", "admin", "auditor", "networkAdmin"] as const;
  const hanging = readers.flatMap((who) =>
    Array.from({ length: 8 }, () =>
      callApi("GET", "/api/peers", { token: team[who].token }).catch(() => {}),
    ),
  );
  await vi.waitFor(() => {
    const waiting = server.requests.filter(({ url }) => url === "/api/peers").length;
    expect(waiting).toBeGreaterThan(32);
  }, SOON);
  const refused = await post();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(refused.body.message).not.toContain("may have been");
  expect((await settled()).meta).toMatchObject({ outcome: "failed" });
  await server.stop();
  await Promise.all(hanging);
  const keys = server.requests.filter(({ url }) => url === "/api/setup-keys");
  expect(keys).toEqual([]);
});

test.each([408, 502, 503, 504, 520, 524])(
  "after an error %s that is not NetBird's own, no one knows what became of a change",
  async (status) => {
    const { server } = await netbirdBehind();
    const headers = { "content-type": "text/html" };
    server.misbehave({ answer: { status, headers, body: "<b>gateway</b>" } }, isForwarded(server));
    const answer = await post();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.message).toMatch(/; it may have been carried out$/);
    expect((await settled()).meta.outcome).toBe("unknown");
  },
);

test("a failure that NetBird itself reports is one", async () => {
  const { server } = await netbirdBehind();
  server.misbehave(faults.internal, isForwarded(server));
  const answer = await post();
  expect([answer.status, answer.body.message]).toEqual([500, "internal server error"]);
  expect((await settled()).meta.outcome).toBe("failed");
});
