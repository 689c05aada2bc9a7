import { expect, test } from "vitest";
import { ACTIVITIES } from "#lib/contract/activities.ts";
import { ACTIVITY_GROUPS } from "./activity-groups.ts";

test("every event type is in exactly one group", () => {
  const codes = ACTIVITY_GROUPS.flatMap((group) => group.codes);
  expect(codes.toSorted()).toEqual(Object.keys(ACTIVITIES).toSorted());
});
