import { expect, test } from "../fixtures/test.ts";

const INVITED = { email: "invited@example.test", name: "Invited", role: "auditor" };
const PASSWORD = "Correct-horse-1";

test("an invite's whole life over HTTP, its paths beside those of users", async ({
  api,
  owner,
  roost,
}) => {
  const { token } = owner;
  const post = (path: string, body?: unknown) => api("POST", path, { token, body });
  const made = await post("/api/users/invites", INVITED);
  expect(made.status).toBe(200);
  const first = made.body.invite_token;
  const renewed = await post(`/api/users/invites/${made.body.id}/regenerate`);
  const second = renewed.body.invite_token;
  expect((await api("GET", `/api/users/invites/${first}`)).status).toBe(404);
  const info = await api("GET", `/api/users/invites/${second}`);
  expect(info).toMatchObject({ status: 200, body: { email: INVITED.email, valid: true } });
  const accept = (headers: Record<string, string>) =>
    api("POST", `/api/users/invites/${second}/accept`, {
      body: { password: roost.remember(PASSWORD) },
      headers,
    });
  expect((await accept({ "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect(await accept({})).toMatchObject({ status: 200, body: { success: true } });
  const limited = await api("GET", `/api/users/invites/${second}`);
  expect(limited.headers.get("ratelimit")).toContain('"invite"');

  const users = await api("GET", "/api/users", { token });
  const user = users.body.find((one: { email: string }) => one.email === INVITED.email);
  expect(user).toMatchObject({ role: "auditor", status: "active" });
  for (const [method, path, status] of [
    ["GET", "/api/users/invites", 200],
    ["GET", "/api/users/invites/an-id", 422],
    ["PUT", "/api/users/invites", 405],
    ["PUT", "/api/users/current", 405],
    ["DELETE", "/api/users/current", 405],
    ["POST", `/api/users/${user.id}/invite`, 412],
    ["POST", `/api/users/${user.id}/approve`, 422],
    ["DELETE", `/api/users/${user.id}/reject`, 422],
    ["GET", `/api/users/${user.id}`, 200],
  ] as const) {
    expect((await api(method, path, { token })).status, `${method} ${path}`).toBe(status);
  }
  const anonymous = await api("GET", "/api/users/invites/an-id");
  expect(anonymous.status).toBe(401);
});

test("a person changes their password with their session", async ({ ownerPage, owner, roost }) => {
  const { request } = ownerPage.context();
  const change = (old_password: string, new_password: string) =>
    request.put(`${roost.url}/api/users/${owner.id}/password`, {
      data: { old_password, new_password },
      headers: { origin: roost.url },
    });
  const original = "a long enough password";
  const other = roost.remember("quite another password");
  expect((await change(other, original)).status()).toBe(422);
  expect((await change(original, other)).status()).toBe(200);
  expect((await request.get(`${roost.url}/api/users/current`)).status()).toBe(200);
  // Back again: the other tests of this worker sign in with it.
  expect((await change(other, original)).status()).toBe(200);
});
