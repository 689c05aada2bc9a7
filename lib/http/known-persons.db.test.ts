import { beforeEach, expect, test } from "vitest";
import { Counts } from "#lib/auth/counts.ts";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { callAuth, openForm } from "#lib/dev/testing/auth.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededUser,
  seedAccount,
  seedUser,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";

const SHARED = "203.0.113.40";

let person: SeededUser;
let form: Awaited<ReturnType<typeof openForm>>;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  person = await seedUser(await seedAccount(), { role: "user" });
  replaceGlobalSingleton("sign-in attempts", {
    failures: new Counts(300),
    underway: new Map(),
    waiting: new Set(),
  });
  form = await openForm();
});

const signIn = (email: string, password: string) =>
  callAuth("POST", "callback/credentials", {
    cookie: form.cookie,
    fields: { email, password, csrfToken: form.csrfToken, json: "true" },
    headers: { "x-roost-client-address": SHARED },
  });

/** The visible parts of an answer that are not unique to the request. */
async function shownFor(email: string) {
  const { status, headers, text } = await signIn(email, "a wrong password");
  const { request_id: _, ...body } = JSON.parse(text);
  const sent: Record<string, string> = { ...Object.fromEntries(headers), "x-request-id": "" };
  return { status, body, headers: sent };
}

test("a wrong password reveals no known users of a network, before and after the limit", async () => {
  expect((await signIn(person.email, TEST_PASSWORD)).status).toBe(200);
  expect(await shownFor(person.email)).toEqual(await shownFor("unknown@example.test"));
  for (let at = 0; at < 50; at += 1) await signIn(`${at}@example.test`, "x");
  const known = await shownFor(person.email);
  expect(known).toMatchObject({ status: 429, headers: { "retry-after": expect.anything() } });
  const unknown = await shownFor("unknown@example.test");
  const wait = (one: typeof known) => Number(one.headers["retry-after"]);
  expect(Math.abs(wait(known) - wait(unknown)), "a second may have passed").toBeLessThanOrEqual(1);
  const timeless = (one: typeof known) => ({
    ...one,
    headers: { ...one.headers, "retry-after": "" },
  });
  expect(timeless(known)).toEqual(timeless(unknown));
  expect((await signIn(person.email, TEST_PASSWORD)).status).toBe(200);
});
