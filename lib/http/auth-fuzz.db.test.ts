import { beforeEach, expect, test } from "vitest";
import { csrfCookieName, sessionCookieName } from "#lib/auth/session-cookie.ts";
import { callAuth, openForm } from "#lib/dev/testing/auth.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";

beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  await seedAccount();
});

test("no request to /api/auth without a session causes a 5xx or an open redirect", async () => {
  const odd = ["javascript:alert(1)", "x", "//elsewhere.example", "https://elsewhere.example", ""];
  const more = ["%00", "%E2%80%AE", "%FF", "mailto:a@b", "/\\elsewhere.example", "a".repeat(3000)];
  const values = [...odd, ...more];
  const names = ["callbackUrl", "csrfToken", "error", "json", "nextauth", "email", "__proto__"];
  const paths = ["csrf", "session", "providers", "signout", "signin/credentials"];
  const { csrfToken, cookie: formCookie } = await openForm();
  const cookieNames = [
    "next-auth.callback-url",
    "__Secure-next-auth.callback-url",
    `${sessionCookieName()}.0`,
    sessionCookieName(),
    csrfCookieName(),
    "__proto__",
  ];
  const types = [
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data",
    "text/plain",
    "application/x-www-form-urlencoded; charset=utf-16",
    "",
  ];
  let asked = 0;
  const ask = async (method: string, path: string, given: Parameters<typeof callAuth>[2] = {}) => {
    asked += 1;
    const headers = {
      ...given.headers,
      "x-roost-client-address": `10.0.${asked >> 8}.${asked & 255}`,
    };
    const answer = await callAuth(method, path, { ...given, headers });
    const what = `${method} ${path} ${JSON.stringify(given)}`;
    expect(answer.status, what).toBeLessThan(500);
    expect(answer.headers.get("location") ?? "", what).not.toContain("elsewhere");
    expect(answer.cookies.join(), what).not.toContain("elsewhere");
  };
  for (const value of values) {
    for (const path of [...paths, "callback/credentials"]) {
      const method = ["csrf", "session", "providers"].includes(path) ? "GET" : "POST";
      for (const name of names) {
        const query = `${path}?${name}=${value}&${name}=${value}`;
        const body = `${name}=${value}&csrfToken=${csrfToken}`;
        const form = { "content-type": "application/x-www-form-urlencoded" };
        if (method === "GET") await ask("GET", query);
        else await ask("POST", query, { body, cookie: formCookie, headers: form });
      }
      for (const name of cookieNames) {
        const cookie = `${name}=${value}; ${formCookie}`;
        if (method === "GET") await ask("GET", path, { cookie });
        else await ask("POST", path, { cookie, fields: { csrfToken, callbackUrl: value } });
      }
    }
  }
  for (const type of types) {
    for (const body of ["", "{", "[]", "null", "email[]=a&email[b]=c", "=&&=", "a=%&b=%zz"]) {
      const headers = { "content-type": type };
      for (const path of ["signout", "signin/credentials", "callback/credentials"]) {
        await ask("POST", path, { body, cookie: formCookie, headers });
      }
    }
  }
});
