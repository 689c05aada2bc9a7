import { beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { routes } from "./route.ts";

beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  await seedAccount();
});

const BROWSER = { "sec-fetch-mode": "navigate", cookie: "next-auth.session-token=ended" };

async function get(path: string, headers: Record<string, string>): Promise<Response> {
  const route = path.split("?")[0] as Parameters<typeof routes>[0];
  const request = new Request(`http://127.0.0.1:3000${path}`, { headers });
  return routes(route).GET(request);
}

test.each([
  ["/api/tokens/export?format=csv", "/team/tokens"],
  ["/api/access-review/export?due=true&bom=1", "/team/access-review?due=true"],
  ["/api/roost/events/audit/export?search=ci", "/activity?search=ci"],
  [
    "/api/events/audit/export?search=ci&format=json&activity_code=user.block",
    "/activity?search=ci&activity_code=user.block",
  ],
])(
  "a browser that opens %s without a session is redirected to sign-in and back to %s",
  async (path, next) => {
    for (const headers of [BROWSER, { accept: "text/html,*/*" }]) {
      const answer = await get(path, headers);
      expect(answer.status).toBe(303);
      expect(answer.headers.get("location")).toBe(`/sign-in?${new URLSearchParams({ next })}`);
    }
  },
);

test.each([
  ["with a token", "/api/tokens/export", { ...BROWSER, authorization: "Token nbp_wrong" }],
  ["of a script in the page", "/api/tokens/export", { "sec-fetch-mode": "cors" }],
  ["of curl", "/api/events/audit/export", { accept: "*/*" }],
  ["to another path than an export", "/api/users", BROWSER],
])("a request %s gets the JSON 401", async (_, path, headers) => {
  const answer = await get(path, headers);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: 401 });
});
