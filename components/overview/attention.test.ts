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
  dueReviews: 0,
  failedSince: new Date("2026-01-01T00:00:00Z"),
  ...{ leaks: 0, oldSecrets: 0, refusedNetworks: 0, unusedNotices: 0, disabled: 0 },
  noticedSince: new Date("2026-02-01T00:00:00Z"),
  expiringWithinDays: 14,
  unusedForDays: 90,
};

test("lists nothing without items or without the right", () => {
  expect(attentionOf(CALM)).toEqual([]);
  const unknown = {
    dueReviews: undefined,
    waiting: undefined,
    expiredInvites: undefined,
    failedSignIns: undefined,
  };
  expect(attentionOf({ ...CALM, ...unknown })).toEqual([]);
});

test("each item has its count and links to the filtered list", () => {
  const items = attentionOf({
    ...CALM,
    ...{ expiring: 1, expired: 2, unused: 1200, neverUsed: 3 },
    dueReviews: 2,
    ...{ waiting: 1, expiredInvites: 4, failedSignIns: 5 },
    ...{ leaks: 1, oldSecrets: 2, refusedNetworks: 3, unusedNotices: 4, disabled: 5 },
  });
  const tokenEvents = (code: string) =>
    `/activity?activity_code=personal.access.token.${code}&since=2026-02-01T00%3A00%3A00.000Z`;
  expect(items.map(({ text, href }) => [text, href])).toEqual([
    ["1 access token reported as leaked in the last 7 days", tokenEvents("leak")],
    ["2 uses of replaced secrets in the last 7 days", tokenEvents("old_secret_used")],
    [
      "5 sign-ins failed in the last 24 hours",
      "/activity?activity_code=dashboard.login.failed&since=2026-01-01T00%3A00%3A00.000Z",
    ],
    [
      "3 refusals of access tokens for their address in the last 7 days",
      tokenEvents("network_refused"),
    ],
    ["1 user pending approval", "/team/users?status=pending"],
    ["1 access token expires within 14 days", "/team/tokens?state=expiring"],
    ["2 access tokens expired", "/team/tokens?state=expired"],
    [
      "4 notices that unused access tokens will be disabled in the last 7 days",
      tokenEvents("unused"),
    ],
    ["5 access tokens disabled in the last 7 days", tokenEvents("disable")],
    ["2 service users are due for review", "/team/access-review?due=true"],
    ["1,200 access tokens unused for 90+ days", "/team/tokens?state=unused"],
    ["3 access tokens never used", "/team/tokens?state=never_used"],
    ["4 invites expired", "/team/users?view=invites"],
  ]);
});
