import { beforeAll, beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { CLIENT, startDoor } from "#lib/dev/testing/forward-auth.ts";
import { sendRaw } from "#lib/dev/testing/http-server.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { documentedProxy } from "#lib/dev/testing/proxied-app.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam } from "#lib/dev/testing/team.ts";
import { identityHeaders } from "./identity-headers.ts";

/*
 * Questions as Traefik 3.7 and Envoy write them with the configuration of docs/forward-auth, by
 * their documents and source. The proxies that Debian has are run in server/forward-auth-proxies.
 */

let token: string;
let serviceId: string;
let port: number;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  const team = await seedTeam();
  serviceId = await seedService(team.account, { slug: "wiki" });
  token = (await seedToken(team.machine.id, { scopes: ["service:wiki"] })).text;
});
beforeEach(async () => {
  ({ port } = await startDoor());
});

const restrict = (methods: string | null) =>
  database().write((tx) =>
    tx.protectedService.update({ where: { id: serviceId }, data: { methods } }),
  );
const ask = (...lines: string[]) => sendRaw(port, [...lines, "", ""].join("\r\n"));

/** Where the configuration of a proxy sends its questions. */
function pathIn(name: string, before: RegExp): string {
  const [, path] =
    new RegExp(`${before.source}(/api/auth/verify/\\S+)`).exec(documentedProxy(name)) ?? [];
  if (path === undefined) throw new Error(`${name} has no path of a question`);
  return path;
}

const askLikeTraefik = (method: string, ...lines: string[]) =>
  ask(
    `GET ${pathIn("traefik.yaml", /address: http:\/\/127.0.0.1:3000/)} HTTP/1.1`,
    ...["Host: 127.0.0.1:3000", "User-Agent: curl/8.5.0", "Accept-Encoding: gzip"],
    ...[`X-Forwarded-For: ${CLIENT}`, "X-Forwarded-Host: wiki.example.com"],
    ...[`X-Forwarded-Method: ${method}`, "X-Forwarded-Port: 443", "X-Forwarded-Proto: https"],
    ...["X-Forwarded-Server: traefik", "X-Forwarded-Uri: /page?role=owner", "Connection: close"],
    ...lines,
  );

const askLikeEnvoy = (method: string, path: string, ...lines: string[]) =>
  ask(
    `${method} ${pathIn("envoy.yaml", /path_prefix: /)}${path} HTTP/1.1`,
    ...["host: wiki.example.com", "content-length: 0", "user-agent: curl/8.5.0"],
    ...[`x-forwarded-for: ${CLIENT}`, "x-envoy-expected-rq-timeout-ms: 20000", "connection: close"],
    ...lines,
  );

const authorization = () => `Authorization: Bearer ${token}`;

test("Traefik's question is answered by the method that it names", async () => {
  const { status, headers } = await askLikeTraefik("POST", authorization());
  expect([status, headers.get("x-roost-role")]).toEqual([200, "admin"]);
  const refused = await askLikeTraefik("POST");
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toBe('Bearer realm="roost"');
  await restrict("GET");
  expect((await askLikeTraefik("POST", authorization())).status).toBe(403);
  expect((await askLikeTraefik("GET", authorization())).status).toBe(200);
  await restrict(null);
});

test.each([
  ["PUT", "/page/1?role=owner"],
  ["PROPFIND", "/"],
  ["OPTIONS", "/page/a%2Fb/"],
  ["GET", "/?next=/api/auth/verify/other"],
  ["DELETE", "/api/auth/verify/other"],
])("Envoy's question of %s %s is answered as the service in its prefix", async (method, path) => {
  const named = `x-forwarded-method: ${method}`;
  const { status, headers } = await askLikeEnvoy(method, path, authorization(), named);
  expect([status, headers.get("x-roost-role")]).toEqual([200, "admin"]);
  expect((await askLikeEnvoy(method, path, named)).status).toBe(401);
  await restrict(method);
  expect((await askLikeEnvoy(method, path, authorization(), named)).status).toBe(200);
  expect((await askLikeEnvoy(method, path, authorization())).status).toBe(403);
  await restrict("PATCH");
  expect((await askLikeEnvoy(method, path, authorization(), named)).status).toBe(403);
  await restrict(null);
});

test.each(["nginx.conf", "Caddyfile", "traefik.yaml", "envoy.yaml"])(
  "the configuration in %s passes every identity header on, and names the method",
  (name) => {
    const credential = { kind: "token", id: "id", secretId: "id" } as const;
    const actor = { userId: "id", name: "ci", role: "user", scopes: null } as const;
    const sent = Object.keys(identityHeaders({ ...actor, credential, isServiceUser: true }, []));
    const text = documentedProxy(name).toLowerCase();
    for (const header of sent) expect(text).toMatch(new RegExp(`\\b${header}\\b(?!-)`));
    if (name === "nginx.conf" || name === "envoy.yaml")
      expect(text).toContain("x-forwarded-method");
    expect(text).toMatch(/authorization/);
    expect(text).toMatch(/cookie/);
  },
);
