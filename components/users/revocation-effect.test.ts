import { expect, test } from "vitest";
import { revocationEffect, workingTokens } from "./revocation-effect.ts";

const NOW = Date.UTC(2026, 8, 15);
const token = (
  name: string,
  days: number,
  used: { last_used?: string; last_used_ip?: string } = {},
) => ({
  id: name,
  name,
  expiration_date: new Date(NOW + days * 86_400_000).toISOString(),
  ...used,
});

test("lists unexpired tokens only, last used first", () => {
  const tokens = [
    token("unused", 1),
    token("expired", 0, { last_used: "2026-09-14T00:00:00Z" }),
    token("long ago", 1, { last_used: "2026-02-01T00:00:00Z" }),
    token("recent", 1, { last_used: "2026-09-01T00:00:00Z", last_used_ip: "192.0.2.1" }),
  ];
  const working = workingTokens(tokens, NOW);
  expect(working.map(({ name }) => name)).toEqual(["recent", "long ago", "unused"]);
  expect(working[0]).toMatchObject({
    lastUsedAt: new Date("2026-09-01T00:00:00Z"),
    lastUsedIp: "192.0.2.1",
  });
  expect(working[2]?.lastUsedAt).toBeNull();
});

test("words the effect for none, one, several and an unknown number of tokens", () => {
  expect(revocationEffect(0)).toContain("No active tokens");
  expect(revocationEffect(1)).toContain("This access token stops");
  expect(revocationEffect(3)).toContain("These 3 access tokens stop");
  expect(revocationEffect("unknown")).toContain("All access tokens stop working");
});
