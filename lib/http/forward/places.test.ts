import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetGlobalSingleton } from "#lib/config/global-singleton.ts";
import { takePlace } from "./places.ts";

beforeEach(() => {
  vi.useFakeTimers();
  forgetGlobalSingleton("netbird-places");
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;
const eight = () => Promise.all(Array.from({ length: 8 }, () => takePlace("u1", never)));

/** Whether a place is there now, and how to leave it. */
async function now(userId: string, gone = never) {
  let leave: (() => void) | undefined;
  let refusal: unknown;
  takePlace(userId, gone).then(
    (given) => {
      leave = given;
    },
    (error) => {
      refusal = error;
    },
  );
  await vi.advanceTimersByTimeAsync(0);
  return { has: () => leave !== undefined, refusal: () => refusal };
}

test("a ninth read of a user waits for a place, others do not", async () => {
  const [leave] = await eight();
  const ninth = await now("u1");
  expect(ninth.has()).toBe(false);
  expect((await now("u2")).has()).toBe(true);
  leave?.();
  leave?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(ninth.has()).toBe(true);
  expect((await now("u1")).has()).toBe(false);
});

test("without a place in time it is 503 with a wait", async () => {
  await eight();
  const ninth = await now("u1");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ninth.refusal()).toMatchObject({ problem: "unavailable", retryAfterSeconds: 5 });
});

test("at most 64 wait, and a client that leaves waits no more", async () => {
  const [leave] = await eight();
  const left = new AbortController();
  const leaving = await now("u1", left.signal);
  for (let at = 0; at < 63; at += 1) await now("u1");
  expect((await now("u1")).refusal()).toMatchObject({ problem: "unavailable" });
  left.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(leaving.refusal()).toBeDefined();
  expect((await now("u1")).refusal()).toBeUndefined();
  leave?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(leaving.has()).toBe(false);
});

test("places that are left are all free again", async () => {
  for (let round = 0; round < 3; round += 1) for (const leave of await eight()) leave();
  expect((await now("u1")).has()).toBe(true);
});
