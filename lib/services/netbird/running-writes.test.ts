import { expect, test } from "vitest";
import { runWrite, settleWrites } from "./running-writes.ts";

test("a stop waits for running changes, but not for one that hangs", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let done = false;
  void runWrite(() => promise).then(() => {
    done = true;
  });
  setTimeout(resolve, 50);
  await settleWrites();
  expect(done).toBe(true);
  void runWrite(() => new Promise(() => {}));
  const begun = performance.now();
  await settleWrites();
  expect(performance.now() - begun).toBeLessThan(1500);
});
