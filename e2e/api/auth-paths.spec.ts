import { expect, OWNER, type Roost, rememberCookies, test } from "../fixtures/test.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

type AuthRequest = {
  fields?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
};

/** A request below `/api/auth` whose redirects are seen, not followed. */
async function auth(roost: Roost, method: string, path: string, given: AuthRequest = {}) {
  const body = given.body ?? (given.fields && new URLSearchParams(given.fields).toString());
  const response = await fetch(`${roost.url}/api/auth/${path}`, {
    method,
    redirect: "manual",
    headers: { origin: roost.url, ...(body === undefined ? {} : FORM), ...given.headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const cookies = response.headers.getSetCookie();
  rememberCookies(roost, cookies);
  return { status: response.status, headers: response.headers, text, cookies };
}
type AuthResponse = Awaited<ReturnType<typeof auth>>;

function expectProblem({ status, headers, text }: AuthResponse, code: number, what: string): void {
  expect(status, what).toBe(code);
  expect(JSON.parse(text), what).toEqual({
    message: expect.stringMatching(/./),
    code,
    request_id: headers.get("x-request-id"),
  });
  expect(headers.get("cache-control"), what).toBe("no-store");
}

/** A csrf token and the cookies that belong to it, as a form gets them. */
async function openForm(roost: Roost) {
  const answer = await auth(roost, "GET", "csrf");
  const cookie = answer.cookies.map((line) => line.split(";")[0]).join("; ");
  return { csrfToken: JSON.parse(answer.text).csrfToken as string, cookie };
}

const hasSession = ({ cookies }: AuthResponse) =>
  cookies.some((line) => /^roost-session-[0-9a-f]{8}=./.test(line));

async function signIn(roost: Roost) {
  const { csrfToken, cookie } = await openForm(roost);
  const fields = { ...OWNER, csrfToken, json: "true" };
  const answer = await auth(roost, "POST", "callback/credentials", { fields, headers: { cookie } });
  expect(answer.status).toBe(200);
  const [session = ""] = answer.cookies.filter((line) => line.startsWith("roost-session-"));
  return { csrfToken, cookie: `${cookie}; ${session.split(";")[0]}` };
}

test("of next-auth's paths only csrf, providers and session are read; nothing of them is stored", async ({
  roost,
  owner,
}) => {
  expect(owner.id).not.toBe("");
  for (const path of ["csrf", "providers", "session"]) {
    const answer = await auth(roost, "GET", path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get("cache-control"), path).toBe("no-store");
    expect(answer.headers.get("x-request-id"), path).toMatch(/./);
  }
  expect((await auth(roost, "GET", "session")).text).toBe("{}");
});

test("every other path below /api/auth is a JSON 404, for every method", async ({ roost }) => {
  const others = ["", "signin", "error", "verify-request", "_log", "callback", "callback/github"];
  const odd = ["signin/github", "csrf/x", "csrf%2Fx", "Csrf", "__proto__", "constructor"];
  for (const path of [...others, ...odd]) {
    for (const method of ["GET", "POST", "DELETE"]) {
      expectProblem(await auth(roost, method, path), 404, `${method} ${path}`);
    }
  }
});

test("a wrong method at a path that answers is 405 and names the right one", async ({ roost }) => {
  const right = { csrf: "GET", session: "GET", providers: "GET", signout: "POST" };
  const more = { "signin/credentials": "POST", "callback/credentials": "POST" };
  for (const [path, allow] of Object.entries({ ...right, ...more })) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      if (method === allow) continue;
      const answer = await auth(roost, method, path);
      expectProblem(answer, 405, `${method} ${path}`);
      expect(answer.headers.get("allow")).toBe(allow);
    }
  }
});

test("a body that is no form, too large or without its csrf token signs no one in", async ({
  roost,
  owner,
}) => {
  expect(owner.id).not.toBe("");
  const { csrfToken, cookie } = await openForm(roost);
  const { email, password } = OWNER;
  const fields = { email, password, csrfToken, json: "true" };
  const post = (given: AuthRequest) => auth(roost, "POST", "callback/credentials", given);
  const refused: [string, number, AuthRequest][] = [
    ["no csrf token", 403, { fields: { email, password, json: "true" }, headers: { cookie } }],
    ["another's csrf token", 403, { fields: { ...fields, csrfToken: "x" }, headers: { cookie } }],
    ["no csrf cookie", 403, { fields }],
    ["no fields", 403, { fields: {}, headers: { cookie } }],
    ["a large body", 413, { fields: { ...fields, more: "x".repeat(65_536) }, headers: { cookie } }],
    ["JSON", 400, { body: "{", headers: { cookie, "content-type": "application/json" } }],
    ["text", 400, { body: "x", headers: { cookie, "content-type": "text/plain" } }],
    ["another page", 403, { fields, headers: { cookie, origin: "https://elsewhere.example" } }],
    ["another port", 403, { fields, headers: { cookie, "sec-fetch-site": "same-site" } }],
    ["a wrong password", 401, { fields: { ...fields, password: "x" }, headers: { cookie } }],
  ];
  for (const [what, code, given] of refused) {
    const answer = await post(given);
    expectProblem(answer, code, what);
    expect(hasSession(answer), what).toBe(false);
  }
  const signedIn = await post({ fields, headers: { cookie } });
  expect([signedIn.status, hasSession(signedIn)]).toEqual([200, true]);
});

test("the session endpoint returns nothing about the user and never a session ID", async ({
  roost,
  owner,
}) => {
  expect(owner.id).not.toBe("");
  const { cookie } = await signIn(roost);
  const answer = await auth(roost, "GET", "session", { headers: { cookie } });
  expect(Object.keys(JSON.parse(answer.text))).toEqual(["expires"]);
});

test("a page and the API agree on who reads, whatever cookies of that name come along", async ({
  roost,
  owner,
  api,
}) => {
  expect(owner.id).not.toBe("");
  const { cookie } = await signIn(roost);
  const name = /roost-session-[0-9a-f]{8}/.exec(cookie)?.[0] ?? "";
  const junk = `${name}=junk`;
  const readers: [string, boolean][] = [
    [cookie, true],
    [`${junk}; ${cookie}`, true],
    [`${cookie}; ${junk}`, true],
    [junk, false],
  ];
  for (const [sent, signedIn] of readers) {
    const headers = { cookie: sent };
    const page = await fetch(`${roost.url}/team/users`, { headers, redirect: "manual" });
    expect(page.status, sent).toBe(signedIn ? 200 : 307);
    const current = await api("GET", "/api/users/current", { headers });
    expect(current.status, sent).toBe(signedIn ? 200 : 401);
  }
});

test("signing out needs its csrf token, says so, and then ends the session on the server", async ({
  roost,
  owner,
  api,
}) => {
  expect(owner.id).not.toBe("");
  const { csrfToken, cookie } = await signIn(roost);
  const current = async () =>
    (await api("GET", "/api/users/current", { headers: { cookie } })).status;
  for (const fields of [{ json: "true" }, { csrfToken: "x", json: "true" }, { csrfToken: "x" }]) {
    const answer = await auth(roost, "POST", "signout", { fields, headers: { cookie } });
    expectProblem(answer, 403, JSON.stringify(fields));
    expect(answer.text).toContain("Reload the page");
  }
  expect(await current()).toBe(200);
  const fields = { csrfToken, json: "true" };
  expect((await auth(roost, "POST", "signout", { fields, headers: { cookie } })).status).toBe(200);
  expect(await current(), "the same cookie, kept by someone").toBe(401);
});

test("a sign-in never leads to another site", async ({ roost, owner }) => {
  expect(owner.id).not.toBe("");
  const { csrfToken, cookie } = await openForm(roost);
  const elsewhere = "https://elsewhere.example/";
  const fields = { ...OWNER, csrfToken, callbackUrl: elsewhere };
  const stored = `next-auth.callback-url=${encodeURIComponent(elsewhere)}`;
  const headers = { cookie: `${cookie}; ${stored}` };
  const path = `callback/credentials?callbackUrl=${encodeURIComponent(elsewhere)}`;
  const answer = await auth(roost, "POST", path, { fields, headers });
  expect(answer.headers.get("location")).toBe(roost.url);
});
