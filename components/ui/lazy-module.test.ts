import { expect, test, vi } from "vitest";
import { lazyModule } from "./lazy-module.tsx";

test("a module is fetched once for any number of waiters", async () => {
  const fetchCode = vi.fn(async () => "code");
  const late = lazyModule(fetchCode);
  const onLoad = vi.fn();
  late.subscribe(onLoad);
  expect(late.get()).toBeNull();
  await Promise.all([late.load(), late.load()]);
  await late.load();
  expect(late.get()).toBe("code");
  expect(fetchCode).toHaveBeenCalledOnce();
  expect(onLoad).toHaveBeenCalledOnce();
});

test("a failed fetch of code is repeated on the next request", async () => {
  const fetchCode = vi.fn(async () => "code").mockRejectedValueOnce(new Error("offline"));
  const late = lazyModule(fetchCode);
  await expect(late.load()).rejects.toThrow("offline");
  expect(late.get()).toBeNull();
  await late.load();
  expect(late.get()).toBe("code");
});
