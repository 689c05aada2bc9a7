import { expect, test } from "vitest";
import { hand, type Notification, receive } from "./notification-queue.ts";

const saved: Notification = { tone: "success", title: "Saved" };
const failed: Notification = { tone: "problem", title: "Failed" };

test("what is told before there is a place for it is shown there once, in its order", () => {
  const shown: Notification[] = [];
  hand(saved);
  hand(failed);
  const leave = receive((notification) => shown.push(notification));
  expect(shown).toEqual([saved, failed]);
  hand(saved);
  expect(shown).toEqual([saved, failed, saved]);
  leave();
  hand(failed);
  expect(shown).toHaveLength(3);
  receive((notification) => shown.push(notification))();
  expect(shown).toEqual([saved, failed, saved, failed]);
});
