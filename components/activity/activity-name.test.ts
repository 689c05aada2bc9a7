import { expect, test } from "vitest";
import { ACTIVITIES, type ActivityCode } from "#lib/contract/activities.ts";
import { activityName } from "./activity-name.ts";

test("every event type has its own name, and tokens are revoked, not deleted", () => {
  const codes = Object.keys(ACTIVITIES) as ActivityCode[];
  expect(new Set(codes.map(activityName)).size).toBe(codes.length);
  expect(activityName("personal.access.token.delete")).toBe("Access token revoked");
  expect(activityName("user.block")).toBe(ACTIVITIES["user.block"]);
});
