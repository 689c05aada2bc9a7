import { type APIRequestContext, expect, test } from "@playwright/test";
import { type NetBirdStub, startNetBird } from "#lib/dev/testing/netbird/stub.ts";
import { type RunningServer, removeFolder, startServer } from "../fixtures/server.ts";
import { OWNER } from "../fixtures/test.ts";

let netbird: NetBirdStub;
let server: RunningServer;

test.beforeAll(async () => {
  netbird = await startNetBird();
  const { url: NETBIRD_URL, brokerToken: NETBIRD_TOKEN } = netbird;
  server = await startServer({ NETBIRD_URL, NETBIRD_TOKEN });
});

test.afterAll(async () => {
  expect(await server.stop()).toBe(0);
  await netbird.stop();
  await removeFolder(server);
});

/** Sets Roost up and signs the owner in; returns an access token of theirs. */
async function setUp(request: APIRequestContext): Promise<string> {
  const { url } = server;
  const data = { ...OWNER, create_pat: true, pat_expire_in: 30 };
  const made = await (await request.post(`${url}/api/setup`, { data })).json();
  const { csrfToken } = await (await request.get(`${url}/api/auth/csrf`)).json();
  const { email, password } = OWNER;
  await request.post(`${url}/api/auth/callback/credentials`, {
    form: { csrfToken, email, password, json: "true" },
    headers: { origin: url },
  });
  return made.personal_access_token;
}

test("an operator sees the NetBird server behind Roost, and changes its groups", async ({
  page,
}) => {
  const { url } = server;
  const token = await setUp(page.request);
  const headers = { authorization: `Token ${token}` };
  await page.request.get(`${url}/api/peers`, { headers });
  await page.request.get(`${url}/api/flows`, { headers });
  await page.goto(`${url}/overview`);
  await page.getByRole("navigation", { name: "Main" }).getByText("NetBird").click();
  await expect(page.getByText("Connected")).toBeVisible();
  await expect(page.getByText(netbird.url)).toBeVisible();
  await expect(page.getByText("GET /api/flows")).toBeVisible();

  await page.goto(`${url}/team/groups`);
  await page.getByTestId("open-create-group").click();
  await page.getByTestId("group-name-input").fill("at NetBird");
  await page.getByTestId("create-group").click();
  await expect(page.getByRole("row").filter({ hasText: "at NetBird" })).toBeVisible();

  await page.goto(`${url}/activity`);
  await page.getByRole("link", { name: "NetBird", exact: true }).last().click();
  await expect(page.getByRole("row").filter({ hasText: "group.add" })).toBeVisible();

  await page.goto(`${url}/settings`);
  await page.getByTestId("settings-tab-netbird").click();
  await expect(page.getByText("Read-only.")).toBeVisible();
  const plain = await (await page.request.get(`${url}/netbird`)).text();
  expect(plain).not.toContain(netbird.brokerToken);
});
