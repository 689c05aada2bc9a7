import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  markTokensUsed,
  type SeededAccount,
  seedAccount,
  seedEvents,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { routes } from "./route.ts";

/** One more than the limit of a list without paging, and not a whole number of pages. */
const COUNT = 10_001;
const PATH = "/api/events/audit/export";

let account: SeededAccount;
let auditor: Member;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
  auditor = await seedMember(account, { role: "auditor", name: '=1+1, "x"' });
  await markTokensUsed();
  await seedEvents(
    account,
    Array.from({ length: COUNT }, (_, at) => ({
      at: new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 3) * 1000),
      code: at % 10 === 0 ? "user.block" : "dashboard.login",
      initiator: auditor,
      targetId: "t",
      meta: { at: String(at) },
    })),
  );
});

async function download(query: string): Promise<Response> {
  const request = new Request(`http://127.0.0.1:3000${PATH}${query}`, {
    headers: { host: "127.0.0.1:3000", authorization: `Token ${auditor.token}` },
  });
  return routes(PATH).GET(request);
}

type Event = { id: string; meta: { at: string } };

test("a list without paging parameters ends after the newest 10 000", async () => {
  const { body } = await callApi("GET", "/api/events/audit", { token: auditor.token });
  expect(body).toHaveLength(10_000);
  expect([body[0].meta.at, body[9_999].meta.at]).toEqual(["10000", "1"]);
});

test("the JSON file has every event once, newest first, like the list", async () => {
  const response = await download("?format=json");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  const events: Event[] = await response.json();
  expect(events.map((event) => event.meta.at)).toEqual(
    Array.from({ length: COUNT }, (_, at) => String(COUNT - 1 - at)),
  );
  const list = await callApi("GET", "/api/events/audit?page_size=500", { token: auditor.token });
  expect(events.slice(0, 500)).toEqual(list.body);
});

test("the CSV file has the filtered events and escapes formulas", async () => {
  const response = await download("?activity_code=user.block&since=2026-01-01T00:50:00Z");
  expect(response.headers.get("content-type")).toMatch(/^text\/csv/);
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="audit-events-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const [head, ...lines] = (await response.text()).trimEnd().split("\r\n");
  expect(head).toBe(
    "id,timestamp,activity,activity_code,initiator_id,initiator_name,initiator_email,target_id,meta",
  );
  expect(lines).toHaveLength(101);
  expect(lines[0]).toMatch(
    /^\d+,2026-01-01T00:55:33.000Z,User blocked,user.block,[^,]+,"'=1\+1, ""x""",[^,]+,t,"\{""at"":""10000""\}"$/,
  );
});

test.each([
  ["format=xml", "format must be csv or json"],
  ["activity_code=x", "unknown activity_code x"],
])("%s is a JSON 422, not a partial file", async (query, message) => {
  const response = await download(`?${query}`);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ message, code: 422 });
});

test("a search with too many matches is a JSON 422, not a partial file", async () => {
  const names = Array.from({ length: 1001 }, (_, at) => `machine ${at}`);
  await database().write((tx) =>
    tx.user.createMany({
      data: names.map((name) => ({
        id: name,
        accountId: account.id,
        name,
        nameKey: name,
        role: "user",
        isServiceUser: true,
        createdAt: new Date(),
        createdBy: "",
      })),
    }),
  );
  const response = await download("?search=machine");
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    message: "search finds more than 1000 users",
    errors: [{ path: "search" }],
  });
});

test("an export does not block the event loop", async () => {
  let turns = 0;
  const turn = setInterval(() => {
    turns += 1;
  });
  const response = await download("?format=json");
  expect(await response.json()).toHaveLength(COUNT);
  clearInterval(turn);
  expect(turns).toBeGreaterThan(10);
});
