import { authRoute } from "#lib/http/auth-route.ts";
import { TEST_PASSWORD } from "./seed.ts";

type Call = {
  cookie?: string;
  fields?: Record<string, string>;
  body?: string;
  headers?: Record<string, string>;
};

/** An answer below `/api/auth` with its body. */
export type AuthAnswer = { status: number; headers: Headers; text: string; cookies: string[] };

/** Calls a path below `/api/auth` in this process, from the same origin. */
export async function callAuth(
  method: string,
  path: string,
  { cookie, fields, body, headers = {} }: Call = {},
): Promise<AuthAnswer> {
  const target = new URL(`http://127.0.0.1:3000/api/auth/${path}`);
  const sent = body ?? (fields && new URLSearchParams(fields).toString());
  const request = new Request(target, {
    method,
    headers: {
      host: target.host,
      "sec-fetch-site": "same-origin",
      ...(cookie === undefined ? {} : { cookie }),
      ...(fields ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const segments = target.pathname.split("/").slice(3);
  const response = await authRoute(request, { params: Promise.resolve({ nextauth: segments }) });
  return {
    status: response.status,
    headers: response.headers,
    text: await response.text(),
    cookies: response.headers.getSetCookie(),
  };
}

/** The Cookie header that a browser sends for these `Set-Cookie` lines. */
export const sentBack = (lines: readonly string[]) =>
  lines.map((line) => line.split(";")[0]).join("; ");

/** A CSRF token and its cookie, as for a form. */
export async function openForm(): Promise<{ csrfToken: string; cookie: string }> {
  const { text, cookies } = await callAuth("GET", "csrf");
  return { csrfToken: JSON.parse(text).csrfToken, cookie: sentBack(cookies) };
}

/** Signs a seeded user in through the form; also sends `cookie`. */
export async function signInByForm(email: string, cookie = ""): Promise<AuthAnswer> {
  const form = await openForm();
  return callAuth("POST", "callback/credentials", {
    cookie: `${cookie}; ${form.cookie}`,
    fields: { email, password: TEST_PASSWORD, csrfToken: form.csrfToken, json: "true" },
  });
}
