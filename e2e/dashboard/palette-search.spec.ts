import {
  field,
  open,
  openPalette,
  option,
  palette,
  requestsOf,
  serviceUser,
  status,
} from "../fixtures/palette.ts";
import { createPerson, pageOf } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test("users, service users, groups and tokens are found by name, a page of each, and opened by keyboard", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const ids: string[] = [];
  for (let one = 1; one <= 7; one += 1) ids.push(await serviceUser(api, token, `finch ${one}`));
  await createPerson(api, token, "auditor", "finch person");
  await api("POST", "/api/groups", { token, body: { name: "finches" } });
  const wanted = { name: "finch pipeline", expires_in: 7 };
  await api("POST", `/api/users/${ids[6]}/tokens`, { token, body: wanted });
  await openPalette(page, "/team/groups");
  const sent = requestsOf(page);
  await page.keyboard.type("finch");
  await expect(field(page)).toHaveValue("finch");
  await expect(option(page, /^finch 1/)).toBeVisible();
  await expect(option(page, /^finch [1-7]/)).toHaveCount(5);
  await expect(option(page, /^finch person.*@example\.test · Auditor/)).toBeVisible();
  await expect(option(page, /^finches/)).toBeVisible();
  await expect(option(page, /^finch pipeline\s*nbp_\w{10}….*of finch 7/)).toBeVisible();
  await expect(option(page, "See all service users matching “finch”")).toBeVisible();
  const asked = sent.filter((line) => line.includes("/api/"));
  expect(asked.length).toBeLessThanOrEqual(8);
  for (const line of asked) expect(line).toContain("page_size=5");
  await page.keyboard.type(" 6");
  await expect(option(page, /^finch 6/)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/team/service-users/${ids[5]}`);
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole("main")).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("finches");
  await expect(option(page, /^finches/)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/team\/groups\?search=finches$/);
});

test("what is typed while the palette's code is on its way is not lost", async ({
  ownerPage: page,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const early: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") early.push(response.text());
  });
  await open(page, "/team/users");
  await page.waitForLoadState("networkidle");
  const loaded = await Promise.all(early);
  expect(loaded.join(""), "nothing of it comes before it is asked for").not.toContain("cmdk-item");
  await page.route("**/_next/static/**", async (route) => {
    await held;
    await route.continue();
  });
  await page.getByTestId("table-search-input").focus();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("activ");
  release();
  await expect(field(page)).toHaveValue("activ");
  await page.keyboard.type("ity");
  await expect(option(page, "Activity")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/activity$/);
});

test("the role user sees what is not allowed and what is not searched (B2)", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  await serviceUser(api, owner.token, "unseen machine");
  const page = await pageOf(browser, roost, await createPerson(api, owner.token, "user", "unseen"));
  await open(page, "/team/tokens");
  const sent = requestsOf(page);
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await expect(option(page, /^Settings|^Users|^Pending invites/)).toHaveCount(0);
  await expect(option(page, /^Create service user.*Your role does not allow this/)).toBeVisible();
  await page.keyboard.type("create serv");
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeVisible();
  await field(page).fill("unseen");
  await expect(status(page)).toContainText("No results for “unseen”");
  await expect(status(page)).toContainText(
    "Not searched (no access): service users, users, groups",
  );
  await expect(option(page, /unseen/)).toHaveCount(0);
  const asked = sent.filter((line) => line.includes("/api/"));
  expect(asked.filter((line) => !line.includes("/api/tokens?"))).toEqual([]);
  await page.context().close();
});

test("a search that fails says so, and the next try answers; one that finds nothing says that (B1)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await serviceUser(api, owner.token, "after the failure");
  const answer = { message: "the database is away", code: 503, request_id: "req-1" };
  await page.route("**/api/users?*", (route) =>
    route.fulfill({ status: 503, json: answer, headers: { "x-request-id": "req-1" } }),
  );
  await openPalette(page, "/team/users");
  await page.keyboard.type("after the failure");
  await expect(status(page)).toContainText("The database is away.");
  await expect(status(page)).toContainText("req-1");
  await page.unrouteAll();
  await option(page, "Try again").click();
  await expect(option(page, /^after the failure/)).toBeVisible();
  await field(page).fill("no user has this name");
  await expect(status(page)).toContainText("No results for “no user has this name”");
});

test("an answer that comes late is given up for what was typed since", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await serviceUser(api, owner.token, "slow answer");
  const late = await serviceUser(api, owner.token, "quick answer");
  await openPalette(page, "/team/users");
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/api\/users\?search=slow/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const given = page.waitForEvent("requestfailed", (request) => request.url().includes("slow"));
  const asked = page.waitForRequest(/api\/users\?search=slow/);
  await page.keyboard.type("slow");
  await asked;
  await field(page).fill("quick answer");
  await given;
  await expect(option(page, /^quick answer/)).toBeVisible();
  release();
  await expect(option(page, /^slow answer/)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/team/service-users/${late}`);
});
