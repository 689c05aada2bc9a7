import { expect, test } from "../fixtures/test.ts";
import { ApiError, goClient, isNotFound } from "./go-client.ts";
import { send } from "./wire.ts";

const SERVICE_USER = { auto_groups: null, is_service_user: true, role: "user" };

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect(promise, "should have failed").rejects.toThrow(),
    (error) => error,
  );

test("a base address that ends in a slash works with every method, without a redirect", async ({
  roost,
  owner,
}) => {
  const call = goClient(`${roost.url}/`, owner.token);
  const user = await call("POST", "/api/users", { ...SERVICE_USER, name: "go-slash" });
  const path = `/api/users/${user.id}`;
  const made = await call("POST", `${path}/tokens`, { expires_in: 1, name: "t" });
  roost.remember(made.plain_token);
  const listed = await call("GET", `${path}/tokens`);
  expect(listed).toEqual([made.personal_access_token]);
  const update = { auto_groups: [], is_blocked: false, role: "admin" };
  expect(await call("PUT", path, update)).toMatchObject({ role: "admin", name: "go-slash" });
  expect(await call("DELETE", path)).toEqual({});
});

test("the scheme may be Token or Bearer in any letter case", async ({ roost, owner }) => {
  for (const scheme of ["Token", "token", "Bearer", "BEARER"]) {
    const current = await goClient(roost.url, owner.token, { scheme })("GET", "/api/users/current");
    expect(current, scheme).toMatchObject({ id: owner.id, is_current: true });
  }
});

test("null lists are none on creation, and on an update the 400 that NetBird gives", async ({
  roost,
  owner,
}) => {
  const call = goClient(roost.url, owner.token);
  const user = await call("POST", "/api/users", { ...SERVICE_USER, name: "go-null" });
  expect(user.auto_groups).toEqual([]);
  const update = { auto_groups: null, is_blocked: false, role: "user" };
  const refused = await caught(call("PUT", `/api/users/${user.id}`, update));
  expect(refused).toMatchObject({ code: 400, message: "auto_groups field can't be absent" });
  const group = await call("POST", "/api/groups", { name: "go-null", peers: null });
  expect(group).toMatchObject({ peers: [], peers_count: 0, resources: [], resources_count: 0 });
  await call("DELETE", `/api/groups/${group.id}`);
  await call("DELETE", `/api/users/${user.id}`);
});

test("what is missing is a 404 whose text says so, whatever it is", async ({ roost, owner }) => {
  const call = goClient(roost.url, owner.token);
  const tokens = `/api/users/${owner.id}/tokens`;
  for (const [method, path, body] of [
    ["GET", "/api/users/missing"],
    ["PUT", "/api/users/missing", { auto_groups: [], is_blocked: false, role: "user" }],
    ["DELETE", "/api/users/missing"],
    ["POST", "/api/users/missing/approve"],
    ["DELETE", "/api/users/missing/reject"],
    ["GET", "/api/users/missing/tokens"],
    ["POST", "/api/users/missing/tokens", { expires_in: 1, name: "t" }],
    ["GET", `${tokens}/missing`],
    ["DELETE", `${tokens}/missing`],
    ["DELETE", "/api/users/invites/missing"],
    ["POST", "/api/users/invites/missing/regenerate", {}],
    ["GET", "/api/groups/missing"],
    ["GET", "/api/groups?name=missing"],
    ["PUT", "/api/groups/missing", { name: "n" }],
    ["GET", "/api/peers/missing"],
    ["GET", "/api/unknown"],
  ] as const) {
    const error = await caught(call(method, path, body));
    expect(isNotFound(error), `${method} ${path}`).toBe(true);
    expect((error as Error).message, `${method} ${path}`).toContain("not found");
  }
  const group = await caught(call("DELETE", "/api/groups/missing"));
  expect(group).toMatchObject({ code: 400, message: "group: missing not found" });
});

test("every error has a message and a code, of unknown paths and methods too", async ({
  roost,
  owner,
}) => {
  const call = goClient(roost.url, owner.token);
  const stranger = goClient(roost.url, "nbp_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz4IlJEz");
  for (const [client, method, path, code, body] of [
    [call, "GET", "/api", 404],
    [call, "GET", "/api/users/", 404],
    [call, "PATCH", "/api/users", 405, {}],
    [call, "DELETE", "/api/accounts", 405],
    [call, "POST", "/api/users", 422, { name: "no role" }],
    [call, "POST", "/api/setup", 412, { email: "a@example.test", name: "A", password: "12345678" }],
    [call, "POST", `/api/users/${owner.id}/invite`, 412],
    [stranger, "GET", "/api/users", 401],
  ] as const) {
    const error = await caught(client(method, path, body));
    expect(error, `${method} ${path}`).toBeInstanceOf(ApiError);
    expect(error, `${method} ${path}`).toMatchObject({ code });
  }
});

test("a body is read whatever Content-Type comes with it, and one without a body needs none", async ({
  roost,
  owner,
}) => {
  const headers = { Authorization: `Token ${owner.token}` };
  for (const type of [{}, { "Content-Type": "text/plain" }, { "Content-Type": "anything" }]) {
    const made = await send("POST", `${roost.url}/api/groups`, {
      headers: { ...headers, ...type },
      body: { name: "go-type" },
    });
    expect(made.status).toBe(200);
    const { id } = JSON.parse(made.text);
    const typed = { ...headers, "Content-Type": "application/json" };
    const gone = await send("DELETE", `${roost.url}/api/groups/${id}`, { headers: typed });
    expect(gone).toMatchObject({ status: 200, text: "{}" });
  }
});

test("invites: the Go client's calls, with its Authorization on those that need none", async ({
  roost,
  owner,
}) => {
  const call = goClient(roost.url, owner.token);
  const person = { auto_groups: [], email: "go@example.test", name: "Go", role: "user" };
  const made = await call("POST", "/api/users/invites", person);
  const renewed = await call("POST", `/api/users/invites/${made.id}/regenerate`, {});
  const token = roost.remember(renewed.invite_token);
  const info = await call("GET", `/api/users/invites/${token}`);
  expect(info).toMatchObject({ email: person.email, valid: true });
  const password = roost.remember("Invited-by-go-1");
  const accepted = await call("POST", `/api/users/invites/${token}/accept`, { password });
  expect(accepted).toEqual({ success: true });
  const users = await call("GET", "/api/users");
  const { id } = users.find(({ email }: { email: string }) => email === person.email);
  await call("DELETE", `/api/users/${id}`);
});
