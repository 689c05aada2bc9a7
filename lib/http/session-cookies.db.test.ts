import { encode } from "next-auth/jwt";
import { beforeEach, expect, test } from "vitest";
import { csrfCookieName, sessionCookieName } from "#lib/auth/session-cookie.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { callAuth, openForm, sentBack, signInByForm } from "#lib/dev/testing/auth.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededUser,
  seedAccount,
  seedSession,
  seedUser,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";

let person: SeededUser;
let other: SeededUser;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  const account = await seedAccount();
  person = await seedUser(account, { role: "user" });
  other = await seedUser(account, { role: "admin" });
});

const readerOf = async (cookie: string) => {
  const { status, body } = await callApi("GET", "/api/users/current", { cookie });
  return status === 200 ? body.id : status;
};
const sealed = (sid: string) => encode({ token: { sid }, secret: settings().secret });

/** `name=value; A; B` as its name and sorted attributes, without the expiry. */
function attributesOf(line: string): [string, string[]] {
  const [pair = "", ...rest] = line.split("; ");
  const kept = rest.filter((part) => !/^(?:Expires|Max-Age)=/.test(part));
  return [pair.split("=")[0] ?? "", kept.sort()];
}

test.each([
  ["http", "http://127.0.0.1:3000", "", []],
  ["https", "https://roost.example.test", "__Host-", ["Secure"]],
])("over %s every cookie has all its security attributes", async (_, publicUrl, prefix, secure) => {
  useTestSettings({ publicUrl });
  const form = await openForm();
  const opened = await callAuth("GET", "csrf");
  const signedIn = await signInByForm(person.email);
  const cookie = `${form.cookie}; ${sentBack(signedIn.cookies)}`;
  const fields = { csrfToken: form.csrfToken, json: "true" };
  const signedOut = await callAuth("POST", "signout", { cookie, fields });
  const ended = await callAuth("GET", "session", { cookie });
  const set = [opened, signedIn, signedOut, ended].map(({ cookies }) => cookies.map(attributesOf));
  const guards = ["HttpOnly", "Path=/", "SameSite=Lax", ...secure];
  const session = [
    expect.stringMatching(new RegExp(`^${prefix}roost-session-[0-9a-f]{8}$`)),
    guards,
  ];
  const csrf = [expect.stringMatching(new RegExp(`^${prefix}roost-csrf-[0-9a-f]{8}$`)), guards];
  expect(set).toEqual([[csrf], [session], [session], [session]]);
  for (const { cookies } of [signedOut, ended]) {
    expect(cookies).toEqual([expect.stringMatching(/^[\w-]+=; Max-Age=0; /)]);
  }
});

test("cookie names are unique to the installation and the same on its replicas", () => {
  const names = (secret: string) => {
    useTestSettings({ secret });
    return [sessionCookieName(), csrfCookieName()];
  };
  const secret = "a secret of thirty-two random bytes";
  expect(names(secret)).toEqual(names(secret));
  expect(names(secret)).not.toEqual(names(`${secret}.`));
});

test("foreign cookies of the same name sign no one out, before or after Roost's", async () => {
  const { cookie } = await seedSession(person.id);
  const name = sessionCookieName();
  const foreign = await encode({ token: { sid: "x" }, secret: "another installation's secret" });
  const ended = await seedSession(person.id, { expiresAt: new Date(Date.now() - 1) });
  const others = ["junk", "", "%", "a.b.c.d.e", '"', foreign, await sealed("unknown")];
  for (const pair of [...others.map((value) => `${name}=${value}`), ended.cookie]) {
    expect(await readerOf(`${pair}; ${cookie}`), `first ${pair}`).toBe(person.id);
    expect(await readerOf(`${cookie}; ${pair}`), `last ${pair}`).toBe(person.id);
    expect(await readerOf(pair), `only ${pair}`).toBe(401);
  }
  const flood = Array.from({ length: 400 }, (_, at) => `${name}=${at}`).join("; ");
  expect(await readerOf(`${flood}; ${cookie}`)).toBe(person.id);
});

test("a cookie with next-auth's default name is ignored", async () => {
  const { cookie } = await seedSession(person.id);
  const value = cookie.split("=")[1];
  expect(await readerOf(`next-auth.session-token=${value}`)).toBe(401);
  expect(await readerOf(`__Secure-next-auth.session-token=${value}`)).toBe(401);
});

test("session cookies of two users authenticate no one until one user signs in again", async () => {
  const mine = await seedSession(person.id);
  const put = await seedSession(other.id);
  for (const cookie of [`${mine.cookie}; ${put.cookie}`, `${put.cookie}; ${mine.cookie}`]) {
    expect(await readerOf(cookie)).toBe(401);
    const answer = await callAuth("GET", "session", { cookie });
    expect(answer.text).toBe("{}");
  }
  const { cookies } = await signInByForm(person.email, `${put.cookie}; ${mine.cookie}`);
  expect(await readerOf(`${put.cookie}; ${sentBack(cookies)}`)).toBe(person.id);
  expect(await readerOf(put.cookie)).toBe(401);
});

test("an unsafe request with such a cookie requires the page's own origin", async () => {
  const name = sessionCookieName();
  for (const cookie of [`a=b; ${name}=x`, `${name}=`, `${name}=x; ${name}=y`]) {
    const answer = await callApi("POST", "/api/setup", { body: {}, headers: { cookie } });
    expect(answer.status, cookie).toBe(403);
  }
});

test("a form works beside foreign csrf cookies of the same name", async () => {
  const form = await openForm();
  const stranger = (await openForm()).cookie;
  const junk = [`${csrfCookieName()}=junk`, `${csrfCookieName()}=a%7Cb`, `${csrfCookieName()}=%`];
  const fields = { email: person.email, password: TEST_PASSWORD, csrfToken: form.csrfToken };
  for (const pair of [...junk, stranger]) {
    for (const cookie of [`${pair}; ${form.cookie}`, `${form.cookie}; ${pair}`]) {
      const answer = await callAuth("POST", "callback/credentials", { cookie, fields });
      expect(answer.status, cookie).toBe(302);
    }
  }
  const alone = await callAuth("POST", "callback/credentials", { cookie: stranger, fields });
  expect(alone.status).toBe(403);
});

test("signing in ends the sessions of the cookies sent, and no others", async () => {
  const before = await seedSession(person.id);
  const twin = await seedSession(person.id);
  const elsewhere = await seedSession(person.id);
  const cookie = `${before.cookie}; ${twin.cookie}`;
  const form = await openForm();
  const refused = await callAuth("POST", "callback/credentials", {
    cookie: `${cookie}; ${form.cookie}`,
    fields: { email: person.email, password: "wrong password", csrfToken: form.csrfToken },
  });
  expect([refused.status, await readerOf(before.cookie)]).toEqual([401, person.id]);
  const { status, cookies } = await signInByForm(other.email, cookie);
  expect(status).toBe(200);
  expect(await readerOf(before.cookie)).toBe(401);
  expect(await readerOf(twin.cookie)).toBe(401);
  expect(await readerOf(elsewhere.cookie)).toBe(person.id);
  expect(await readerOf(sentBack(cookies))).toBe(other.id);
});

test("a session's answer is its expiry; after it, nothing and a cleared cookie", async () => {
  const expiresAt = new Date(Date.now() + 60_000);
  const live = await seedSession(person.id, { expiresAt });
  const answer = await callAuth("GET", "session", { cookie: live.cookie });
  expect(answer).toMatchObject({ status: 200, cookies: [] });
  expect(JSON.parse(answer.text)).toEqual({ expires: expiresAt.toISOString() });
  const idle = await seedSession(person.id, { lastSeenAt: new Date(Date.now() - 25 * 3_600_000) });
  await database().write((tx) => tx.session.delete({ where: { id: live.id } }));
  for (const cookie of [live.cookie, idle.cookie, `${sessionCookieName()}=junk`]) {
    const { status, text, cookies } = await callAuth("GET", "session", { cookie });
    expect([status, text]).toEqual([200, "{}"]);
    expect(cookies).toEqual([expect.stringMatching(`^${sessionCookieName()}=; Max-Age=0;`)]);
  }
  expect((await callAuth("GET", "session", { cookie: "a=b" })).cookies).toEqual([]);
});

test("signing out ends every session whose cookie was sent", async () => {
  const sessions = [await seedSession(person.id), await seedSession(person.id)];
  const form = await openForm();
  const cookie = [form.cookie, ...sessions.map((session) => session.cookie)].join("; ");
  const without = await callAuth("POST", "signout", { cookie, fields: { json: "true" } });
  expect(without.status).toBe(403);
  expect(await database().read.session.count()).toBe(2);
  const fields = { csrfToken: form.csrfToken, json: "true" };
  expect((await callAuth("POST", "signout", { cookie, fields })).status).toBe(200);
  expect(await database().read.session.count()).toBe(0);
});

test("a form opened over http names the https address, any other says it expired", async () => {
  useTestSettings({ publicUrl: "https://roost.example.test" });
  const fields = { email: person.email, password: TEST_PASSWORD, csrfToken: "x" };
  const refusal = async (path: string, origin: string) => {
    const answer = await callAuth("POST", path, { fields, headers: { origin } });
    expect(answer.status).toBe(403);
    return JSON.parse(answer.text).message;
  };
  for (const path of ["callback/credentials", "signout"]) {
    expect(await refusal(path, "http://roost.example.test")).toBe(
      "Sign-in works only over https. Open https://roost.example.test",
    );
    expect(await refusal(path, "https://roost.example.test")).toContain("has expired");
  }
});
