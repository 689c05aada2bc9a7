import { beforeAll, expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const read = async () =>
  (await callApi("GET", "/api/accounts", { token: team.owner.token })).body[0];
const put = (body: unknown, who: Who = "owner") =>
  callApi("PUT", `/api/accounts/${team.account.id}`, { token: team[who].token, body });
/** The minimum of a PUT: an absent login expiration is 0, which is refused. */
const LEAST = { peer_login_expiration: 3600 };

const DAYS_180 = 180 * 24 * 3600;
test.each([
  [undefined, "peer login expiration can't be smaller than one hour"],
  [{}, "peer login expiration can't be smaller than one hour"],
  [{ peer_login_expiration: 3599 }, "peer login expiration can't be smaller than one hour"],
  [{ peer_login_expiration: DAYS_180 + 1 }, "peer login expiration can't be larger than 180 days"],
  [{ ...LEAST, peer_expose_enabled: true }, "peer expose requires at least one group"],
  [
    { ...LEAST, peer_expose_enabled: true, peer_expose_groups: [] },
    "peer expose requires at least one group",
  ],
  [
    { ...LEAST, agent_network_only: true, dashboard_features: {} },
    "agent network only mode requires dashboard_features.agent_network to be enabled",
  ],
  [{ ...LEAST, network_range: "10.0.0.0" }, "invalid cidr format: 10.0.0.0"],
  [{ ...LEAST, network_range: "fd00::/64" }, "network range must be an ipv4 address"],
  [{ ...LEAST, network_range_v6: "10.0.0.0/8" }, "network range must be an ipv6 address"],
  [{ ...LEAST, network_range: "127.0.0.0/8" }, "loopback address range not allowed"],
  [{ ...LEAST, network_range: "239.0.0.0/8" }, "multicast address range not allowed"],
  [{ ...LEAST, network_range: "169.254.0.0/16" }, "link-local address range not allowed"],
  [{ ...LEAST, network_range_v6: "fe80::/64" }, "link-local address range not allowed"],
  [{ ...LEAST, network_range_v6: "ff02::/64" }, "multicast address range not allowed"],
  [{ ...LEAST, network_range_v6: "::1/128" }, "loopback address range not allowed"],
  [{ ...LEAST, network_range: "10.0.0.0/29" }, "network range too small: minimum size is /28"],
  [{ ...LEAST, network_range: "10.0.0.0/7" }, "network range too large: maximum size is /8"],
  [{ ...LEAST, dns_domain: "No Domain" }, 'invalid domain "no domain" provided for dns domain'],
  [
    { ...LEAST, auto_update_version: "newest" },
    "auto_update_version must be latest, disabled or a version",
  ],
  [{ ...LEAST, auto_update_version: `1.2.3-${"a".repeat(250)}` }, /auto_update_version/],
  ...[0, 366, -1, 1.5, "30", true].map((access_token_max_days): [object, string] => [
    { ...LEAST, access_token_max_days },
    "access_token_max_days must be null or a whole number of days from 1 to 365",
  ]),
  ...[0, 3651, 1.5, "30"].map((service_token_max_days): [object, string] => [
    { ...LEAST, service_token_max_days },
    "service_token_max_days must be null or a whole number of days from 1 to 3650",
  ]),
  ...[0, 6, 366, 30.5, "30"].map((access_review_days): [object, string] => [
    { ...LEAST, access_review_days },
    "access_review_days must be null or a whole number of days from 7 to 365",
  ]),
  [{ ...LEAST, peer_inactivity_expiration: 1.5 }, /peer_inactivity_expiration/],
  [{ ...LEAST, peer_expose_groups: ["a\0"] }, /contains characters that cannot be stored/],
  [{ ...LEAST, extra: { user_approval_required: "yes" } }, /extra.user_approval_required/],
])(
  "settings %j are 422 before the permission check and change nothing",
  async (settings, message) => {
    const before = await read();
    for (const who of ["owner", "person"] as const) {
      const answer = await put({ settings }, who);
      expect(answer.status).toBe(422);
      expect(answer.body.message).toMatch(message);
    }
    expect(await read()).toEqual(before);
  },
);

test("IPv6 is enabled only for existing groups", async () => {
  const body = { settings: { ...LEAST, ipv6_enabled_groups: ["NoGroup"] } };
  expect(await put(body)).toMatchObject({
    status: 422,
    body: { message: "ipv6 enabled group nogroup does not exist" },
  });
  expect((await put(body, "auditor")).status, "after the permission check").toBe(403);
});
