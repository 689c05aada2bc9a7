import { expect, test } from "vitest";
import { enqueueToast, subscribeToToasts, type Toast } from "./toast-queue.ts";

const saved: Toast = { tone: "success", title: "Saved" };
const failed: Toast = { tone: "problem", title: "Failed" };

test("notifications sent before the toaster is mounted are shown once, in order", () => {
  const shown: Toast[] = [];
  enqueueToast(saved);
  enqueueToast(failed);
  const leave = subscribeToToasts((notification) => shown.push(notification));
  expect(shown).toEqual([saved, failed]);
  enqueueToast(saved);
  expect(shown).toEqual([saved, failed, saved]);
  leave();
  enqueueToast(failed);
  expect(shown).toHaveLength(3);
  subscribeToToasts((notification) => shown.push(notification))();
  expect(shown).toEqual([saved, failed, saved, failed]);
});
