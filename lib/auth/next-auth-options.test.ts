import { beforeEach, expect, test } from "vitest";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { nextAuthOptions } from "./next-auth-options.ts";

beforeEach(() => useTestSettings());

test("a session's cookie contains its ID and nothing about the user", async () => {
  const origin = { address: "127.0.0.1", userAgent: "test", requestId: "test" };
  const { callbacks } = nextAuthOptions(origin, [], () => {});
  const jwt = callbacks?.jwt;
  const person = { name: "Ada", email: "ada@example.test", sub: "user-id" };
  const user = { id: "user-id", sessionId: "session-id" };
  expect(await jwt?.({ token: person, user, account: null })).toEqual({ sid: "session-id" });
  const later = { ...person, sid: "session-id" };
  // On later requests next-auth passes no user, contrary to its types.
  expect(await jwt?.({ token: later, account: null } as never)).toEqual({ sid: "session-id" });
});
