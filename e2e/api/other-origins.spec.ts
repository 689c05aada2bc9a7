import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { test as base, expect } from "../fixtures/test.ts";

/** A page of another server on another port of this machine: cookies ignore ports. */
const test = base.extend<{ foreignPage: Page }>({
  foreignPage: async ({ ownerPage: page }, use) => {
    const server = createServer((_, response) => {
      response.setHeader("content-type", "text/html").end("<title>elsewhere</title>");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await use(page);
    server.close().closeAllConnections();
  },
});

type Init = Pick<RequestInit, "method" | "mode" | "credentials"> & {
  headers?: Record<string, string>;
  body?: string;
};

/** What a script of the page can learn from a request: status and body, or that it was refused. */
function fetchIn(page: Page, url: string, init: Init = {}) {
  return page.evaluate(
    async (given) => {
      try {
        const response = await fetch(given.url, given.init);
        return {
          type: response.type,
          status: response.status,
          requestId: response.headers.get("x-request-id"),
          limit: response.headers.get("ratelimit"),
          text: await response.text(),
        };
      } catch {
        return "refused by the browser";
      }
    },
    { url, init },
  );
}

test("a page of another origin reads and writes with a token, and sees the request id and limit", async ({
  foreignPage,
  roost,
  owner,
}) => {
  const headers = { authorization: `Token ${owner.token}`, "content-type": "application/json" };
  const list = await fetchIn(foreignPage, `${roost.url}/api/users`, { headers });
  expect(list).toMatchObject({
    status: 200,
    text: expect.stringContaining(owner.id),
    requestId: expect.stringMatching(/./),
    limit: expect.stringContaining("r="),
  });
  const made = await fetchIn(foreignPage, `${roost.url}/api/users`, {
    method: "POST",
    headers,
    body: JSON.stringify({ name: "from elsewhere", role: "user", is_service_user: true }),
  });
  expect(made).toMatchObject({ status: 200, text: expect.stringContaining("from elsewhere") });
  const wrong = await fetchIn(foreignPage, `${roost.url}/api/users`, {
    headers: { authorization: "Token nbp_wrong" },
  });
  expect(wrong).toMatchObject({ status: 401, text: expect.stringContaining("token invalid") });
});

test("a page of another origin reads nothing with the reader's cookie", async ({
  foreignPage,
  roost,
}) => {
  const credentials = "include";
  for (const path of ["/api/users", "/api/users/current", "/api/auth/session", "/api/auth/csrf"]) {
    const answer = await fetchIn(foreignPage, `${roost.url}${path}`, { credentials });
    expect(answer, path).toBe("refused by the browser");
  }
});

test("a page of another origin changes nothing with the reader's cookie", async ({
  foreignPage: page,
  roost,
  owner,
  api,
}) => {
  const before = await api("GET", "/api/users", { token: owner.token });
  const statusOf = async (send: () => Promise<unknown>) => {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await send();
    return (await answered).status();
  };
  const body = JSON.stringify({ name: "stolen", role: "admin", is_service_user: true });
  for (const path of ["/api/users", `/api/users/${owner.id}/tokens`, "/api/auth/signout"]) {
    const write = () =>
      fetchIn(page, `${roost.url}${path}`, {
        method: "POST",
        mode: "no-cors",
        credentials: "include",
        body,
      });
    expect(await statusOf(write), path).toBe(403);
  }
  const withPreflight = await fetchIn(page, `${roost.url}/api/users/${owner.id}`, {
    method: "DELETE",
    credentials: "include",
  });
  expect(withPreflight).toBe("refused by the browser");
  const submit = () =>
    page.evaluate((action) => {
      const form = document.createElement("form");
      Object.assign(form, { method: "post", enctype: "text/plain", action });
      document.body.append(form);
      form.submit();
    }, `${roost.url}/api/users`);
  expect(await statusOf(submit), "a form that is submitted").toBe(403);
  // The browser shows the refusal as a page.
  await page.waitForURL(`${roost.url}/api/users`);

  const after = await api("GET", "/api/users", { token: owner.token });
  expect(after.body).toEqual(before.body);
  await page.goto(`${roost.url}/team/users`);
  await expect(page, "the session is as it was").toHaveURL(/\/team\/users$/);
});
