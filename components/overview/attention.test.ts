import { expect, test } from "vitest";
import { type AttentionCounts, attentionOf } from "./attention.ts";

const CALM: AttentionCounts = {
  expiring: 0,
  expired: 0,
  unused: 0,
  neverUsed: 0,
  waiting: 0,
  expiredInvites: 0,
  failedSignIns: 0,
  failedSince: new Date("2026-01-01T00:00:00Z"),
  expiringWithinDays: 14,
  unusedForDays: 90,
};

test("lists nothing without items or without the right", () => {
  expect(attentionOf(CALM)).toEqual([]);
  const unknown = { waiting: undefined, expiredInvites: undefined, failedSignIns: undefined };
  expect(attentionOf({ ...CALM, ...unknown })).toEqual([]);
});

test("each item has its count and links to the filtered list", () => {
  const items = attentionOf({
    ...CALM,
    ...{ expiring: 1, expired: 2, unused: 1200, neverUsed: 3 },
    ...{ waiting: 1, expiredInvites: 4, failedSignIns: 5 },
  });
  expect(items.map(({ text, href }) => [text, href])).toEqual([
    [
      "5 sign-ins failed in the last 24 hours",
      "/activity?activity_code=dashboard.login.failed&since=2026-01-01T00%3A00%3A00.000Z",
    ],
    ["1 user pending approval", "/team/users?status=pending"],
    ["1 access token expires within 14 days", "/team/tokens?state=expiring"],
    ["2 access tokens expired", "/team/tokens?state=expired"],
    ["1,200 access tokens unused for 90+ days", "/team/tokens?state=unused"],
    ["3 access tokens never used", "/team/tokens?state=never_used"],
    ["4 invites expired", "/team/users?view=invites"],
  ]);
});
