import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Relay } from "./relay.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** An answer of NetBird whose client takes so many bytes each second; says whether it is given up. */
async function givenUp({ perSecond, seconds }: { perSecond: number; seconds: number }) {
  const aborted = vi.fn();
  const relay = new Relay({ pause: () => {}, resume: () => {}, abort: aborted });
  const to = new PassThrough({ highWaterMark: 1024 });
  void relay.pipe(to);
  const chunk = Buffer.alloc(64 * 1024);
  relay.data(chunk);
  for (let at = 0; at < seconds; at += 1) {
    let left = perSecond;
    while (left > 0 && !to.destroyed) {
      if (to.readableLength + to.writableLength < chunk.length) relay.data(chunk);
      const part = to.read(Math.min(left, to.readableLength) || undefined);
      if (part === null) await settled();
      else left -= part.length;
    }
    await vi.advanceTimersByTimeAsync(1000);
    await settled();
    if (to.destroyed) break;
  }
  const isDestroyed = to.destroyed;
  to.destroy();
  await settled();
  return { isDestroyed, isAborted: aborted.mock.calls.length > 0 };
}

test("a client that takes 1 KiB/s is given up, and the request to NetBird ends", async () => {
  const { isDestroyed, isAborted } = await givenUp({ perSecond: 1024, seconds: 65 });
  expect([isDestroyed, isAborted]).toEqual([true, true]);
});

test("a client that takes nothing is given up", async () => {
  expect(await givenUp({ perSecond: 0, seconds: 65 })).toMatchObject({ isDestroyed: true });
});

test("a client that takes 64 KiB/s gets its answer", async () => {
  expect(await givenUp({ perSecond: 65_536, seconds: 130 })).toMatchObject({ isDestroyed: false });
});
