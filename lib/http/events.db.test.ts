import { beforeAll, describe, expect, test } from "vitest";
import { type ApiResponse, callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { markTokensUsed, seedEvents, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 0, 31, 12);
const minute = (count: number) => new Date(START + count * MINUTE_MS);
const iso = (count: number) => minute(count).toISOString();

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  await markTokensUsed();
  const { account, owner, admin, reader } = team;
  await seedEvents(account, [
    { at: minute(0), code: "account.create", initiator: owner, targetId: account.id },
    { at: minute(1), code: "dashboard.login", initiator: admin, targetId: admin.id },
    { at: minute(2), code: "service.user.create", initiator: admin, targetId: reader.id },
    { at: minute(3), code: "user.block", initiator: owner, targetId: admin.id },
    // Two in the same millisecond.
    { at: minute(3), code: "user.unblock", initiator: owner, targetId: admin.id },
    {
      at: minute(4),
      code: "dashboard.login.failed",
      targetId: account.id,
      meta: { attempts: "1" },
    },
    { at: minute(5), code: "user.block", initiator: admin, targetId: reader.id },
    { at: minute(6), code: "of.a.newer.version", initiator: owner, targetId: "elsewhere" },
  ]);
});

type Read = { id: string; activity_code: string };

const list = (query = ""): Promise<ApiResponse> =>
  callApi("GET", `/api/events/audit${query}`, { token: team.auditor.token });
const codesOf = (answer: ApiResponse): string[] =>
  answer.body.map((event: Read) => event.activity_code);

const NEWEST_FIRST = [
  "of.a.newer.version",
  "user.block",
  "dashboard.login.failed",
  "user.unblock",
  "user.block",
  "service.user.create",
  "dashboard.login",
  "account.create",
];

test("events are listed newest first at both addresses, with every field of the contract", async () => {
  const { status, body, headers } = await list();
  expect(status).toBe(200);
  expect(body.map((event: Read) => event.activity_code)).toEqual(NEWEST_FIRST);
  expect(headers.get("link")).toBeNull();
  const { admin, owner, reader } = team;
  expect(body[4]).toEqual({
    id: expect.stringMatching(/^\d+$/),
    timestamp: iso(3),
    activity: "User blocked",
    activity_code: "user.block",
    initiator_id: owner.id,
    initiator_name: owner.name,
    initiator_email: owner.email,
    target_id: admin.id,
    meta: { username: admin.name, email: admin.email },
  });
  expect(body[5].meta, "a service user").toEqual({ username: reader.name, email: "" });
  expect(body[7].meta, "no metadata").toEqual({});
  expect(body[2]).toMatchObject({
    initiator_id: "sys",
    initiator_name: "",
    initiator_email: "",
    meta: { attempts: "1" },
  });
  expect(body[0].activity, "a code unknown to this version").toBe("of.a.newer.version");
  const { token } = team.auditor;
  expect((await callApi("GET", "/api/events", { token })).body).toEqual(body);
});

test("returns 403 at every address without events.read", async () => {
  const readers: Who[] = ["owner", "admin", "networkAdmin", "auditor", "machine", "reader"];
  for (const path of ["/api/events", "/api/events/audit", "/api/events/audit/export?format=json"]) {
    for (const who of EVERYONE) {
      const { status, body } = await callApi("GET", path, { token: team[who].token });
      expect(status, `${who} at ${path}`).toBe(readers.includes(who) ? 200 : 403);
      if (status === 403) expect(body.message).toBe("permission denied");
    }
  }
});

describe("filters", () => {
  const cases: [name: string, query: () => string, codes: string[]][] = [
    ["one code", () => "?activity_code=user.block", ["user.block", "user.block"]],
    [
      "several codes",
      () => "?activity_code=user.unblock,%20dashboard.login,user.block",
      ["user.block", "user.unblock", "user.block", "dashboard.login"],
    ],
    ["no code", () => "?activity_code=", NEWEST_FIRST],
    [
      "an initiator",
      () => `?initiator_id=${team.admin.id}`,
      ["user.block", "service.user.create", "dashboard.login"],
    ],
    ["the system", () => "?initiator_id=sys", ["dashboard.login.failed"]],
    ["a target", () => `?target_id=${team.reader.id}`, ["user.block", "service.user.create"]],
    ["since, inclusive", () => `?since=${iso(5)}`, ["of.a.newer.version", "user.block"]],
    ["until, exclusive", () => `?until=${iso(1)}`, ["account.create"]],
    ["another zone", () => `?since=2026-01-31T17:35:00%2B05:30&until=${iso(6)}`, ["user.block"]],
    [
      "all filters",
      () =>
        `?activity_code=user.block&initiator_id=${team.owner.id}&target_id=${team.admin.id}&since=${iso(3)}&until=${iso(4)}`,
      ["user.block"],
    ],
    ["no match", () => "?target_id=unknown", []],
    [
      "a name, as initiator or target, in any letter case",
      () => `?search=${team.reader.name.toUpperCase()}`,
      ["user.block", "service.user.create"],
    ],
    ["an unknown name", () => "?search=no-such-name", []],
    [
      "the first and the last possible time",
      () => "?since=0000-01-01T00:00:00Z&until=9999-12-31T23:59:59-12:00",
      NEWEST_FIRST,
    ],
  ];

  test.each(cases)("%s", async (_, query, codes) => {
    expect(codesOf(await list(query()))).toEqual(codes);
  });

  test.each(cases)("%s, page by page and back", async (_, query, codes) => {
    const joint = query() === "" || query().includes("?") ? "&" : "?";
    let path: string | undefined = `/api/events/audit${query()}${joint}page_size=1`;
    const seen: string[] = [];
    const visited: string[] = [];
    while (path !== undefined) {
      const answer: ApiResponse = await callApi("GET", path, { token: team.auditor.token });
      expect(answer.body.length).toBeLessThanOrEqual(1);
      seen.push(...codesOf(answer));
      visited.push(JSON.stringify(answer.body));
      const links: string = answer.headers.get("link") ?? "";
      path = /<([^>]+)>; rel="next"/.exec(links)?.[1];
      const back = /<([^>]+)>; rel="prev"/.exec(links)?.[1];
      expect(back === undefined).toBe(visited.length === 1);
      if (back === undefined) continue;
      const before = await callApi("GET", back, { token: team.auditor.token });
      expect(JSON.stringify(before.body)).toBe(visited.at(-2));
    }
    expect(seen).toEqual(codes);
  });
});

test("sort=timestamp lists the oldest first", async () => {
  expect(codesOf(await list("?sort=timestamp"))).toEqual(NEWEST_FIRST.toReversed());
  const own = codesOf(await list(`?sort=timestamp&initiator_id=${team.owner.id}`));
  expect(own).toEqual(["account.create", "user.block", "user.unblock", "of.a.newer.version"]);
});

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");

test.each([
  ["activity_code=user.blok", "unknown activity_code user.blok", "activity_code"],
  ["activity_code=user.block,toString", "unknown activity_code toString", "activity_code"],
  [
    "since=yesterday",
    "since must be an RFC 3339 time such as 2026-01-31T12:00:00Z, its + sent as %2B",
    "since",
  ],
  [
    "until=2026-01-31",
    "until must be an RFC 3339 time such as 2026-01-31T12:00:00Z, its + sent as %2B",
    "until",
  ],
  ["until=2026-02-30T00:00:00Z", expect.stringContaining("until must be"), "until"],
  ["page_size=0", "page_size must be between 1 and 500", "page_size"],
  ["sort=name", "sort must be one of timestamp, -timestamp", "sort"],
  ["initiator_id=%00", expect.stringContaining("initiator_id"), "initiator_id"],
  ["target_id=%ED%A0%80%00", expect.stringContaining("target_id"), "target_id"],
  ["search=%00", expect.stringContaining("search"), "search"],
  ["cursor=nonsense", "cursor is not valid", "cursor"],
  [`cursor=${cursor("id desc", "1", "1", false)}`, "cursor is not valid", "cursor"],
  [
    `cursor=${cursor("timestamp desc", iso(1), "4294967296", false)}`,
    "cursor is not valid",
    "cursor",
  ],
  [`cursor=${cursor("timestamp asc", iso(1), "1", false)}`, "cursor is not valid", "cursor"],
  [`cursor=${cursor("timestamp desc", iso(1), "1.5", false)}`, "cursor is not valid", "cursor"],
  [
    `cursor=${cursor("timestamp desc", "0000-01-01T00:00:00.000Z", "1", false)}`,
    "cursor is not valid",
    "cursor",
  ],
])("%s is 422 with the reason", async (query, message, path) => {
  const answer = await list(`?${query}`);
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ message, errors: [{ path, message }] });
});

test.each([
  ["since", "2026-01-31T12:00:00 02:00"],
  ["until", "2026-01-31T12:00:00.123456 00:00"],
  ["since", "2026-01-31 12:00:00 02:00"],
  ["until", "2026-01-31 12:00:00Z"],
  ["since", "2026-01-31T12:00:00-02:00"],
])("%s=%s is a time even with a blank for its plus or T", async (name, value) => {
  for (const path of ["/api/events/audit", "/api/events", "/api/events/audit/export"]) {
    const query = new URLSearchParams({ [name]: value });
    const { status } = await callApi("GET", `${path}?${query}`, { token: team.auditor.token });
    expect([path, status]).toEqual([path, 200]);
  }
});

test("a time with a blank for its plus is the same time", async () => {
  const { token } = team.auditor;
  const read = async (since: string) =>
    (await callApi("GET", `/api/events/audit?since=${since}`, { token })).body.length;
  const all = await read("2000-01-01T00:00:00Z");
  expect(all).toBeGreaterThan(0);
  expect(await read("2000-01-01T00:00:00+02:00")).toBe(all);
  expect(await read("2000-01-01T00:00:00%2B02:00")).toBe(all);
  expect(await read("2999-01-01T00:00:00+02:00")).toBe(0);
});

test.each(["2026-01-31T12:00:00  02:00", "2026-01-31 ", "now", "2026-01-31T12:00:00 2:00"])(
  "since=%s is no time, and the message mentions the plus",
  async (since) => {
    const { status, body } = await callApi(
      "GET",
      `/api/events/audit?${new URLSearchParams({ since })}`,
      {
        token: team.auditor.token,
      },
    );
    expect([status, body.errors?.[0]?.path]).toEqual([422, "since"]);
    expect(body.message).toContain("%2B");
  },
);
