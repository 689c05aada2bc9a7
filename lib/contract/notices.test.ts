import { expect, test } from "vitest";
import { type NoticeView, toWireNotice } from "./notices.ts";
import { PAGES } from "./pages.ts";

const NOTICE: NoticeView = {
  token: {
    id: "t1",
    name: "deploy",
    fingerprint: "nbp_AbCdEfGhIj",
    expiresAt: new Date("2026-12-09T08:00:00.000Z"),
    createdAt: new Date("2026-09-10T08:00:00.000Z"),
    lastUsedAt: null,
  },
  user: {
    id: "u1",
    name: "ci",
    email: "",
    role: "admin",
    isServiceUser: true,
    isBlocked: false,
  },
};
const at = (time: string) => ({ now: new Date(time), publicUrl: "https://roost.example.test" });

test("a notice has the token, its owner, the days left and a link", () => {
  expect(toWireNotice(NOTICE, 14, at("2026-11-25T08:02:00Z"))).toEqual({
    type: "token.expiring",
    timestamp: "2026-11-25T08:00:00.000Z",
    data: {
      token: {
        id: "t1",
        name: "deploy",
        fingerprint: "nbp_AbCdEfGhIj",
        expiration_date: "2026-12-09T08:00:00.000Z",
        created_at: "2026-09-10T08:00:00.000Z",
      },
      user: {
        id: "u1",
        name: "ci",
        email: "",
        role: "admin",
        is_service_user: true,
        is_blocked: false,
      },
      expires_in_days: 14,
      url: `https://roost.example.test${PAGES.tokens.path}?fingerprint=nbp_AbCdEfGhIj`,
    },
  });
});

test("the notice of an expired token has the time of expiry and no days left", () => {
  const lastUsedAt = new Date("2026-12-08T00:00:00.000Z");
  const used = { ...NOTICE, token: { ...NOTICE.token, lastUsedAt } };
  const { type, timestamp, data } = toWireNotice(used, 0, at("2026-12-09T20:00:00Z"));
  expect([type, timestamp]).toEqual(["token.expired", "2026-12-09T08:00:00.000Z"]);
  expect(data).toMatchObject({
    token: { last_used: "2026-12-08T00:00:00.000Z" },
    expires_in_days: 0,
  });
});

test("a late notice has the days really left, rounded up", () => {
  const daysAt = (time: string) => toWireNotice(NOTICE, 7, at(time)).data;
  expect(daysAt("2026-12-02T08:00:00Z")).toMatchObject({ expires_in_days: 7 });
  expect(daysAt("2026-12-05T08:00:01Z")).toMatchObject({ expires_in_days: 4 });
  expect(daysAt("2026-12-07T08:00:01Z")).toMatchObject({ expires_in_days: 2 });
});
