import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { database, useDatabase } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { freePort } from "#lib/dev/testing/free-port.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import {
  PROXY_NAMES,
  type ProxiedApp,
  sendInTurn,
  sendTo,
  startProxiedApp,
} from "#lib/dev/testing/proxied-app.ts";
import {
  type SeededAccount,
  type SeededUser,
  seedAccount,
  seedGroup,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { createHttpServer } from "./create-server.ts";
import { answerForwardAuth } from "./forward-auth-handler.ts";

/* The proxies of docs/forward-auth that Debian has, with their documented configuration. */

const document = readFileSync(join(repositoryRoot(), "docs/forward-auth.md"), "utf8");
const SCOPES = ["service:wiki"];

let account: SeededAccount;
let user: SeededUser;
let token: string;
let serviceId: string;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
  serviceId = await seedService(account, { slug: "wiki" });
  user = await seedUser(account, { role: "user", isServiceUser: true, name: "CI für Büro" });
  token = (await seedToken(user.id, { scopes: SCOPES })).text;
});

const authorized = (text = token) => ({ authorization: `Bearer ${text}` });
const restrict = (data: object) =>
  database().write((tx) => tx.protectedService.update({ where: { id: serviceId }, data }));

describe.each(PROXY_NAMES)("%s", (name) => {
  let roost: Server;
  let connections = 0;
  /** What Roost received: the headers of each question, and bytes that were none. */
  const questions: IncomingHttpHeaders[] = [];
  const unreadable: Error[] = [];
  let app: ProxiedApp;
  beforeAll(async () => {
    roost = createHttpServer({
      trustedProxies: ["127.0.0.1"],
      publicUrl: "https://roost.example.com",
      securityContact: undefined,
      development: false,
      handle: (_, response) => void response.writeHead(500).end(),
      answerForwardAuth,
      onResponse: () => {},
      onError: () => {},
    });
    roost.on("connection", () => {
      connections += 1;
    });
    roost.on("request", ({ headers }) => questions.push(headers));
    roost.on("clientError", (error) => unreadable.push(error));
    roost.listen(0, "127.0.0.1");
    await once(roost, "listening");
    // A server that listens on a port has an AddressInfo.
    app = await startProxiedApp(name, (roost.address() as AddressInfo).port);
  });
  beforeEach(() => {
    app.reached.length = 0;
    questions.length = 0;
  });
  afterAll(async () => {
    await app.stop();
    roost.close().closeAllConnections();
  });

  const send = (sent: Parameters<typeof sendTo>[1] = {}) =>
    sendTo(app.port, { ...sent, headers: { host: "wiki.example.com", ...sent.headers } });
  const statusOf = async (...given: Parameters<typeof send>) => (await send(...given)).status;

  test("passes an allowed request on with the caller's identity, complete", async () => {
    expect(await send({ headers: authorized() })).toMatchObject({
      ...{ status: 200, text: "the application" },
    });
    expect(app.reached[0]?.headers).toMatchObject({
      ...{ host: "wiki.example.com", "x-forwarded-for": "127.0.0.1" },
      "x-roost-user-id": user.id,
      "x-roost-user": "CI%20f%C3%BCr%20B%C3%BCro",
      "x-roost-role": "user",
      "x-roost-scopes": "service:wiki",
      "x-roost-groups": "-",
      "x-roost-token-id": expect.stringMatching(/^[0-9a-v]{20}$/),
      "x-roost-service-user": "true",
    });
  });

  test("refuses a request without a token with 401 and what to send", async () => {
    const { status, headers } = await send();
    expect([status, headers["www-authenticate"]]).toEqual([401, 'Bearer realm="roost"']);
    await restrict({ challenge: "basic" });
    expect((await send()).headers["www-authenticate"]).toBe('Basic realm="wiki"');
    await restrict({ challenge: "bearer" });
    const credentials = Buffer.from(`git:${token}`).toString("base64");
    expect(await statusOf({ headers: { authorization: `Basic ${credentials}` } })).toBe(200);
    expect(app.reached).toHaveLength(1);
  });

  test("refuses a token that may not open the service with 403", async () => {
    const { text } = await seedToken(user.id, { scopes: ["service:ci"] });
    expect(await statusOf({ headers: authorized(text) })).toBe(403);
    expect(app.reached).toEqual([]);
  });

  test("answers 500 or Roost's own status if the token's rate is used up", async () => {
    const { text } = await seedToken(user.id, { scopes: SCOPES });
    useTestSettings({ rateLimit: { perMinute: 1, burst: 1 } });
    expect(await statusOf({ headers: authorized(text) })).toBe(200);
    const { status, headers } = await send({ headers: authorized(text) });
    useTestSettings();
    expect(status).toBe(name === "nginx" ? 500 : 429);
    if (name !== "nginx") expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(app.reached).toHaveLength(1);
  });

  test("answers 500 or Roost's own status if Roost's database is down", async () => {
    const real = database();
    const down = Object.assign(new Error("down"), { code: "ECONNREFUSED" });
    useDatabase({ ...real, prepared: () => Promise.reject(down) });
    const status = await statusOf({ headers: authorized() });
    useDatabase(real);
    expect(status).toBe(name === "nginx" ? 500 : 503);
    expect(app.reached).toEqual([]);
  });

  test("passes a body to the application, and never waits for it to ask Roost", async () => {
    const body = "x".repeat(200_000);
    for (const headers of [authorized(), { ...authorized(), expect: "100-continue" }]) {
      expect(await statusOf({ method: "POST", body, headers })).toBe(200);
    }
    expect(app.reached.map(({ body: { length }, method }) => [method, length])).toEqual([
      ["POST", body.length],
      ["POST", body.length],
    ]);
    expect(await statusOf({ method: "POST", body })).toBe(401);
    // Bytes of a body without its length would be the next question.
    expect(unreadable).toEqual([]);
  });

  test("asks with the token and the proxy's own headers alone", async () => {
    const more = { cookie: "session=1", "x-request-id": "chosen", "user-agent": "curl/8.5.0" };
    expect(await statusOf({ headers: { ...authorized(), ...more } })).toBe(200);
    const [question = {}] = questions;
    expect(question).toMatchObject({ ...authorized(), "user-agent": "curl/8.5.0" });
    expect(question["x-forwarded-for"]).toBe("127.0.0.1");
    expect(question.cookie).toBeUndefined();
    if (name !== "nginx") return;
    expect(question["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.keys(question).sort()).toEqual([
      ...["authorization", "host", "user-agent", "x-forwarded-for", "x-forwarded-method"],
      "x-request-id",
    ]);
  });

  test("lets no identity that the client claims reach the application", async () => {
    const claimed = [
      "X-Roost-User",
      "X_Roost_User",
      "X.Roost.User",
      "X-Roost_User",
      "x-roost.role",
    ];
    const admin = claimed.map((header) => [header, "admin"] as const);
    const more = { "X-Roost-Groups": "admins", "X-Roost-Assertion": "admin" };
    const headers = { ...authorized(), ...Object.fromEntries(admin), ...more };
    expect(await statusOf({ headers })).toBe(200);
    const { headers: reached = {} } = app.reached[0] ?? {};
    expect(reached["x-roost-groups"]).toBe("-");
    const kept = Object.entries(reached).filter(([, value]) => String(value).includes("admin"));
    // A header of which Roost and the documents say nothing passes through nginx.
    expect(kept.map(([header]) => header)).toEqual(name === "nginx" ? ["x-roost-assertion"] : []);
  });

  test("keeps token and cookie from the application", async () => {
    expect(await statusOf({ headers: { ...authorized(), cookie: "session=1" } })).toBe(200);
    const { headers: reached = {} } = app.reached[0] ?? {};
    expect([reached.authorization, reached.cookie]).toEqual([undefined, undefined]);
    expect(JSON.stringify(app.reached)).not.toContain(token);
  });

  test("opens nothing for a session's cookie alone", async () => {
    expect(await statusOf({ headers: { cookie: "next-auth.session-token=x" } })).toBe(401);
  });

  test("passes encoded and long paths, and groups as long as a page", async () => {
    const groups = Array.from({ length: 60 }, (_, at) => `group ${at} ${"ä".repeat(20)}`);
    for (const [position, group] of groups.entries()) {
      const groupId = await seedGroup(account, { name: group });
      const data = { userId: user.id, groupId, position };
      await database().write((tx) => tx.membership.create({ data }));
    }
    for (const path of ["/a%2Fb/%C3%A4?q=%zz&role=owner", `/${"long/".repeat(1000)}`]) {
      expect(await statusOf({ path, headers: authorized() })).toBe(200);
      expect(app.reached.at(-1)?.url).toBe(path);
      expect(await statusOf({ path })).toBe(401);
    }
    const sent = String(app.reached[0]?.headers["x-roost-groups"]).split(",");
    await database().write((tx) => tx.membership.deleteMany({ where: { userId: user.id } }));
    expect(sent.map(decodeURIComponent)).toEqual(groups);
  });

  test("asks about the method of the request, whatever the client says it is", async () => {
    await restrict({ methods: "GET PROPFIND" });
    const claims = { ...authorized(), "x-forwarded-method": "GET", "x-original-method": "GET" };
    const statuses = [];
    for (const method of ["GET", "PROPFIND", "POST", "DELETE", "OPTIONS"]) {
      statuses.push(await statusOf({ method, headers: claims }));
    }
    await restrict({ methods: null });
    expect(statuses).toEqual([200, 200, 403, 403, 403]);
  });

  test("asks for the client's address, which the client cannot choose", async () => {
    const { text, id } = await seedToken(user.id, { scopes: SCOPES });
    const data = { allowedNetworks: "127.0.0.2/32" };
    await database().write((tx) => tx.token.update({ where: { id }, data }));
    const headers = { ...authorized(text), "x-forwarded-for": "127.0.0.2" };
    expect(await statusOf({ headers, from: "127.0.0.2" })).toBe(200);
    expect(await statusOf({ headers, from: "127.0.0.3" })).toBe(403);
    expect(await statusOf({ headers })).toBe(403);
  });

  test("decides each request of a connection by itself, and keeps its own to Roost", async () => {
    const head = (...lines: string[]) =>
      ["GET / HTTP/1.1", "Host: wiki.example.com", ...lines].join("\r\n");
    const right = head(`Authorization: Bearer ${token}`);
    const turns = [right, head(), right, head()];
    expect(await sendInTurn(app.port, turns)).toEqual([200, 401, 200, 401]);
    const before = connections;
    expect(await sendInTurn(app.port, [right, right, right])).toEqual([200, 200, 200]);
    expect(connections - before).toBeLessThanOrEqual(1);
  });

  test("opens nothing while Roost is down", async () => {
    roost.close().closeAllConnections();
    expect(await statusOf({ headers: authorized() })).toBe(name === "nginx" ? 500 : 502);
    expect(app.reached).toEqual([]);
  });
});

test("nginx answers 503 for a Roost that is down, as the document shows", async () => {
  const hint = /```nginx\n(error_page .*)\n```/.exec(document)?.[1] ?? "";
  const place = /`(location @unavailable .*?)`/.exec(document)?.[1] ?? "";
  const app = await startProxiedApp("nginx", await freePort(), (file) =>
    file.replace("location / {", `${place}\n  location / {\n    ${hint}`),
  );
  const { status } = await sendTo(app.port, { headers: authorized() });
  await app.stop();
  expect(status).toBe(503);
});
