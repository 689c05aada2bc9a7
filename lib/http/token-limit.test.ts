import { beforeEach, expect, test } from "vitest";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { takeFromLimit, takeFromLinkLimit } from "./rate-limit.ts";

const MINUTE_MS = 60_000;

let tokens = 0;
/** A new token for each test, since the buckets live as long as the process. */
const newAddress = () => `address-${tokens++}`;
const newUser = () => `user-${tokens++}`;
const newToken = () => ({ kind: "token" as const, id: `token-${tokens++}` });

beforeEach(() => useTestSettings({ rateLimit: { perMinute: 60, burst: 3 } }));

test("a token may use its burst immediately, then waits for the refill", () => {
  const token = newToken();
  for (const left of [2, 1, 0]) {
    const limit = takeFromLimit(token, newUser(), 0);
    expect(limit.refusal).toBeUndefined();
    expect(limit.headers.ratelimit).toMatch(new RegExp(`^"token";r=${left};t=\\d+$`));
  }
  const { refusal, headers } = takeFromLimit(token, newUser(), 0);
  expect(refusal).toMatchObject({ problem: "rate_limited", retryAfterSeconds: 1 });
  expect(headers["ratelimit-policy"]).toBe('"token";q=3;w=3');
  expect(takeFromLimit(token, newUser(), 999).refusal).toBeDefined();
  expect(takeFromLimit(token, newUser(), 1000).refusal).toBeUndefined();
});

test("an idle token is refilled up to its burst", () => {
  const token = newToken();
  takeFromLimit(token, newUser(), 0);
  for (let taken = 0; taken < 3; taken += 1) {
    expect(takeFromLimit(token, newUser(), 10 * MINUTE_MS).refusal).toBeUndefined();
  }
  expect(takeFromLimit(token, newUser(), 10 * MINUTE_MS).refusal).toBeDefined();
});

test("a clock that is set back costs a token nothing", () => {
  const token = newToken();
  takeFromLimit(token, newUser(), 10 * MINUTE_MS);
  expect(takeFromLimit(token, newUser(), 0).refusal).toBeUndefined();
  expect(takeFromLimit(token, newUser(), 0).refusal).toBeUndefined();
  expect(takeFromLimit(token, newUser(), 0).refusal).toBeDefined();
});

test("each token has its own limit", () => {
  const spent = newToken();
  for (let taken = 0; taken < 4; taken += 1) takeFromLimit(spent, newUser(), 0);
  expect(takeFromLimit(newToken(), newUser(), 0).refusal).toBeUndefined();
});

test("an address has five invite requests immediately and ten a minute, independent of tokens", () => {
  useTestSettings({ rateLimit: { perMinute: 0, burst: 1 } });
  const address = newAddress();
  for (let taken = 0; taken < 5; taken += 1) {
    expect(takeFromLinkLimit(address, 0).refusal).toBeUndefined();
  }
  expect(takeFromLinkLimit(address, 5999).refusal).toMatchObject({
    message: "rate limit exceeded, please try again later",
    retryAfterSeconds: 1,
  });
  expect(takeFromLinkLimit(address, 6000).refusal).toBeUndefined();
  expect(takeFromLinkLimit(address, 6000).refusal).toMatchObject({ retryAfterSeconds: 6 });
  expect(takeFromLinkLimit(newAddress(), 6000).headers).toEqual({
    "ratelimit-policy": '"invite";q=5;w=30',
    ratelimit: '"invite";r=4;t=6',
  });
});

test("a limit of 0 disables it and its headers", () => {
  useTestSettings({ rateLimit: { perMinute: 0, burst: 1 } });
  const token = newToken();
  for (let taken = 0; taken < 5; taken += 1)
    expect(takeFromLimit(token, newUser())).toEqual({ headers: {} });
});

test("a session has its own limit like a token's", () => {
  const { id } = newToken();
  for (let taken = 0; taken < 3; taken += 1) takeFromLimit({ kind: "token", id }, newUser(), 0);
  const session = takeFromLimit({ kind: "session", id }, newUser(), 0);
  expect(session.refusal).toBeUndefined();
  expect(session.headers["ratelimit-policy"]).toBe('"session";q=3;w=3');
});

test("all tokens of a user share a limit ten times one token's, apart from the user's session", () => {
  const user = newUser();
  const session = { kind: "session" as const, id: newUser() };
  const spend = (credential: Parameters<typeof takeFromLimit>[0], now = 0) =>
    takeFromLimit(credential, user, now);
  for (let taken = 0; taken < 30; taken += 1) {
    expect(spend(newToken()).headers.ratelimit).toMatch(/^"token";r=2/);
  }
  const refused = newToken();
  const { refusal, headers } = spend(refused);
  expect(refusal).toMatchObject({ problem: "rate_limited", retryAfterSeconds: 1 });
  expect(headers).toEqual({ "ratelimit-policy": '"user";q=30;w=3', ratelimit: '"user";r=0;t=3' });
  expect(spend(refused, 100).headers.ratelimit, "the refused one took nothing").toMatch(
    /^"token";r=2/,
  );
  expect(spend(session).refusal).toBeUndefined();
  expect(takeFromLimit(newToken(), newUser(), 0).refusal, "another user").toBeUndefined();
});

test("requests refused to a token do not count against its user", () => {
  const [user, spent] = [newUser(), newToken()];
  for (let taken = 0; taken < 3; taken += 1) takeFromLimit(spent, user, 0);
  for (let taken = 0; taken < 50; taken += 1) {
    expect(takeFromLimit(spent, user, 0).headers.ratelimit).toMatch(/^"token";r=0/);
  }
  expect(takeFromLimit(newToken(), user, 0).refusal).toBeUndefined();
});
