import { beforeEach, expect, test } from "vitest";
import { netbirdObjects } from "#lib/contract/netbird-objects.ts";
import type { Method } from "#lib/contract/routes.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

let admin: Member;
let reader: Member;
let person: Member;
beforeEach(async () => {
  useTestSettings({ rateLimit: { perMinute: 0, burst: 0 } });
  await freshDatabase();
  const account = await seedAccount();
  admin = await seedMember(account, { role: "admin" });
  reader = await seedMember(account, { role: "user", isServiceUser: true });
  person = await seedMember(account, { role: "user" });
});

const fill = (path: string) => path.replace(/\{[^}]+\}/g, "Some-ID");
const call = (method: Method, path: string, { token }: Member) => callApi(method, path, { token });

test("lists of a NetBird server's objects are empty, and one object is 404", async () => {
  const lists = [
    "/api/policies",
    "/api/dns/nameservers",
    "/api/posture-checks",
    "/api/networks/n1/routers",
  ];
  for (const path of lists) {
    expect(await call("GET", path, reader), path).toMatchObject({ status: 200, body: [] });
  }
  expect(await call("GET", "/api/routes/Ab12", reader)).toMatchObject({
    status: 404,
    body: { message: "route: ab12 not found", code: 404 },
  });
});

test("every write to such an object is 501 and names the missing server", async () => {
  for (const { method, path } of netbirdObjects.filter((row) => row.method !== "GET")) {
    const answer = await call(method, fill(path), admin);
    expect([answer.status, answer.body.code], path).toEqual([501, 501]);
    expect(answer.body.message).toBe(`${method} ${path} needs a NetBird server: set NETBIRD_URL`);
  }
});

test("every read is 200 or NetBird's 404 with groups.read", async () => {
  for (const { method, path } of netbirdObjects.filter((row) => row.method === "GET")) {
    const answer = await call(method, fill(path), reader);
    expect([200, 404], path).toContain(answer.status);
    if (answer.status === 404) expect(answer.body.message, path).toMatch(/not found/);
  }
});

test("requires a credential and the grants of groups", async () => {
  expect((await callApi("GET", "/api/peers")).status).toBe(401);
  expect((await callApi("POST", "/api/peers/x/jobs", { body: {} })).status).toBe(401);
  expect(await call("GET", "/api/setup-keys", person)).toMatchObject({
    status: 403,
    body: { message: "permission denied" },
  });
  expect((await call("DELETE", "/api/setup-keys/k", reader)).status).toBe(403);
});

test("a wrong method is 405, and cloud-only paths and locations are unknown", async () => {
  const wrong = await call("DELETE", "/api/dns/settings", admin);
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, PUT"]);
  const unknown = ["/api/locations/countries", "/api/integrations/edr/huntress", "/api/nothing"];
  for (const path of unknown) {
    expect(await call("GET", path, admin), path).toMatchObject({
      status: 404,
      body: { message: "path not found" },
    });
  }
});

test("such a call counts as a use of its token, under its method and path", async () => {
  await call("GET", "/api/peers/p-1", reader);
  const path = `/api/users/${reader.id}/tokens`;
  const [{ id }] = (await call("GET", path, reader)).body;
  const usage = await call("GET", `${path}/${id}/usage`, reader);
  expect(usage.body.by_operation).toContainEqual(
    expect.objectContaining({ method: "GET", path: "/api/peers/{peerId}", count: 1 }),
  );
});
