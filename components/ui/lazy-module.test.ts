import { expect, test, vi } from "vitest";
import { lazyModule } from "./lazy-module.tsx";

test("code is fetched once, however often it is wanted, and then tells whoever waits", async () => {
  const fetchCode = vi.fn(async () => "code");
  const late = lazyModule(fetchCode);
  const told = vi.fn();
  late.subscribe(told);
  expect(late.get()).toBeNull();
  await Promise.all([late.load(), late.load()]);
  await late.load();
  expect(late.get()).toBe("code");
  expect(fetchCode).toHaveBeenCalledOnce();
  expect(told).toHaveBeenCalledOnce();
});

test("code that could not be fetched is fetched again by the next who wants it", async () => {
  const fetchCode = vi.fn(async () => "code").mockRejectedValueOnce(new Error("offline"));
  const late = lazyModule(fetchCode);
  await expect(late.load()).rejects.toThrow("offline");
  expect(late.get()).toBeNull();
  await late.load();
  expect(late.get()).toBe("code");
});
