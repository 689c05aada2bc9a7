import { expect, test } from "../fixtures/test.ts";
import { send } from "./wire.ts";

/** The Python package's requests: Content-Type on all of them, no redirect followed (contract 4.2). */
function pythonClient(base: string, token: string) {
  return async (method: string, path: string, body?: unknown) => {
    const { status, headers, text } = await send(method, `${base}/api/${path}`, {
      headers: {
        Accept: "application/json",
        "Accept-Encoding": "gzip, deflate",
        Connection: "keep-alive",
        "User-Agent": "python-httpx/0.27.0",
        "Content-Type": "application/json",
        Authorization: `Token ${token}`,
      },
      body,
    });
    return { status, headers, body: text === "" ? {} : JSON.parse(text) };
  };
}

test("the Python client's calls of users and tokens", async ({ roost, owner }) => {
  const call = pythonClient(roost.url, owner.token);
  const made = await call("POST", "users", {
    email: "ignored@example.test",
    name: "python",
    role: "user",
    is_service_user: true,
    is_blocked: false,
  });
  expect(made).toMatchObject({ status: 200, body: { email: "", auto_groups: [] } });
  const user = `users/${made.body.id}`;
  expect(await call("GET", user)).toMatchObject({ status: 200, body: made.body });
  expect((await call("GET", "users/current")).body.id).toBe(owner.id);

  const token = await call("POST", `${user}/tokens`, { name: "py", expires_in: 30 });
  const { plain_token, personal_access_token } = token.body;
  roost.remember(plain_token);
  expect((await call("GET", `${user}/tokens`)).body).toEqual([personal_access_token]);
  const one = `${user}/tokens/${personal_access_token.id}`;
  expect((await call("GET", one)).body).toEqual(personal_access_token);
  expect(await call("DELETE", one)).toMatchObject({ status: 200, body: {} });

  const update = { role: "admin", auto_groups: [], is_blocked: false };
  expect((await call("PUT", user, update)).body).toMatchObject({ role: "admin", name: "python" });
  expect((await call("DELETE", user)).status).toBe(200);
});

test("the Python client's message says which field it left out", async ({ roost, owner }) => {
  const call = pythonClient(roost.url, owner.token);
  const without = await call("POST", "users", { email: "p@example.test", name: "P" });
  expect(without).toMatchObject({ status: 422, body: { message: "unknown user role " } });
  const update = await call("PUT", `users/${owner.id}`, { role: "owner" });
  expect(update).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining("auto_groups") },
  });
  expect((await call("GET", "users/missing")).status).toBe(404);
});
