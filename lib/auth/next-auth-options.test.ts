import { beforeEach, expect, test } from "vitest";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { nextAuthOptions } from "./next-auth-options.ts";

beforeEach(() => useTestSettings());

test("the cookie of a session holds its id and nothing about the person", async () => {
  const origin = { address: "127.0.0.1", userAgent: "test", requestId: "test" };
  const { callbacks } = nextAuthOptions(origin, [], () => {});
  const jwt = callbacks?.jwt;
  const person = { name: "Ada", email: "ada@example.test", sub: "user-id" };
  const user = { id: "user-id", sessionId: "session-id" };
  expect(await jwt?.({ token: person, user, account: null })).toEqual({ sid: "session-id" });
  const later = { ...person, sid: "session-id" };
  // At every later request next-auth hands over no user, against its own types.
  expect(await jwt?.({ token: later, account: null } as never)).toEqual({ sid: "session-id" });
});
