import type { Browser, Page } from "@playwright/test";
import { createPerson, pageOf } from "../fixtures/people.ts";
import { placesOf } from "../fixtures/plain-token.ts";
import {
  type CallApi,
  expect,
  OWNER,
  type Roost,
  signInWithoutForm,
  test,
} from "../fixtures/test.ts";

const opener = (page: Page) => page.getByTestId("open-command-palette");
const palette = (page: Page) => page.getByRole("dialog", { name: "Search and commands" });
const field = (page: Page) => palette(page).getByRole("combobox", { name: "Search and commands" });
const option = (page: Page, name: string | RegExp) => palette(page).getByRole("option", { name });
const status = (page: Page) => palette(page).getByRole("status");
const shortcuts = (page: Page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });

/** Opens a page and waits until it listens to keys. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(opener(page)).toBeEnabled();
}

async function openPalette(page: Page, path: string): Promise<void> {
  await open(page, path);
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

async function serviceUser(api: CallApi, token: string, name: string): Promise<string> {
  const body = { name, role: "user", is_service_user: true };
  return (await api("POST", "/api/users", { token, body })).body.id;
}

/** Everything that a page asks for, with what it sends. */
function requestsOf(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`);
  });
  return sent;
}

const SYSTEMS = [
  {
    name: "a Mac",
    userAgent:
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    keys: "Meta+k",
    other: "Control+k",
    told: "⌘K",
  },
  {
    name: "Windows",
    userAgent:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    keys: "Control+k",
    other: "Meta+k",
    told: "Ctrl K",
  },
];

async function pageOn(browser: Browser, roost: Roost, userAgent: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: roost.url, userAgent });
  const page = await context.newPage();
  await signInWithoutForm(page, roost, OWNER);
  return page;
}

for (const { name, userAgent, keys, other, told } of SYSTEMS) {
  test(`on ${name} the palette opens and closes by ${told}, and that is what the button says (B15)`, async ({
    browser,
    roost,
    owner,
  }) => {
    expect(owner.id).not.toBe("");
    const page = await pageOn(browser, roost, userAgent);
    await open(page, "/team/users");
    await expect(opener(page).locator("kbd")).toHaveText(told);
    await page.keyboard.press(other);
    await expect(palette(page)).toBeHidden();
    await page.keyboard.press(keys);
    await expect(field(page)).toBeFocused();
    await page.keyboard.press(keys);
    await expect(palette(page)).toBeHidden();
    await page.getByTestId("table-search-input").focus();
    await page.keyboard.press(keys);
    await expect(field(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByTestId("table-search-input")).toBeFocused();
    await page.keyboard.press("Tab");
    await opener(page).click();
    await expect(field(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(opener(page)).toBeFocused();
    await page.context().close();
  });
}

test("the button's key appears without moving anything", async ({ browser, roost, owner }) => {
  expect(owner.id).not.toBe("");
  const place = async (javaScriptEnabled: boolean) => {
    const context = await browser.newContext({ baseURL: roost.url, javaScriptEnabled });
    const page = await context.newPage();
    await signInWithoutForm(page, roost, OWNER);
    await page.goto("/team/users");
    if (javaScriptEnabled) await expect(opener(page)).toBeEnabled();
    const box = await opener(page).boundingBox();
    await context.close();
    return box;
  };
  expect(await place(true)).toEqual(await place(false));
});

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
  await expect(option(page, "All service users with “finch”")).toBeVisible();
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

for (const [how, around] of [
  ["as it is", (text: string) => text],
  ["with blanks and quotes", (text: string) => `  "${text}" `],
  ["with its header", (text: string) => `Authorization: Token ${text}`],
] as const) {
  test(`a token pasted ${how} is found, and no more than its fingerprint is sent, shown or kept`, async ({
    ownerPage: page,
    owner,
    api,
  }) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const id = await serviceUser(api, owner.token, `pasted ${how}`);
    const body = { name: "pasted", expires_in: 7 };
    const made = await api("POST", `/api/users/${id}/tokens`, { token: owner.token, body });
    const text: string = made.body.plain_token;
    const fingerprint = text.slice(0, 14);
    await openPalette(page, "/team/users");
    const sent = requestsOf(page);
    await page.evaluate(() => {
      const values: string[] = [];
      Object.assign(window, { seenValues: values });
      document.addEventListener(
        "input",
        ({ target }) => {
          if (target instanceof HTMLInputElement) values.push(target.value);
        },
        { capture: true },
      );
    });
    await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), around(text));
    await page.keyboard.press("Control+v");
    await expect(field(page)).toHaveValue(fingerprint);
    await expect(option(page, new RegExp(`^pasted\\s*${fingerprint}…`))).toBeVisible();
    await page.keyboard.press("Control+z");
    expect(await field(page).inputValue()).not.toContain(text);
    expect(
      await page.evaluate(() => JSON.stringify(Reflect.get(window, "seenValues"))),
    ).not.toContain(text.slice(0, 15));
    expect(await placesOf(page)).not.toContain(text.slice(0, 15));
    await field(page).fill(around(text));
    await expect(field(page)).toHaveValue(fingerprint);
    await expect(option(page, /^pasted/)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`/team/tokens?fingerprint=${fingerprint}`);
    await expect(page.getByRole("row").filter({ hasText: `pasted ${how}` })).toBeVisible();
    expect(await placesOf(page)).not.toContain(text.slice(0, 15));
    expect(sent.join("\n")).toContain(`/api/tokens?fingerprint=${fingerprint}`);
    expect(sent.join("\n")).not.toContain(text.slice(0, 15));
  });
}

test("a token pasted into a list's search is cut before it gets into the address", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const id = await serviceUser(api, owner.token, "searched by its token");
  const body = { name: "in the list", expires_in: 7 };
  const made = await api("POST", `/api/users/${id}/tokens`, { token: owner.token, body });
  const text: string = made.body.plain_token;
  await open(page, "/team/tokens");
  const sent = requestsOf(page);
  await page.getByTestId("table-search-input").fill(` "${text}"`);
  await expect(page).toHaveURL(`/team/tokens?search=${text.slice(0, 14)}`);
  await expect(page.getByText("1 token", { exact: true })).toBeVisible();
  await expect(page.getByTestId("table-search-input")).toHaveValue(text.slice(0, 14));
  expect(sent.join("\n")).not.toContain(text.slice(0, 15));
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

test("Esc before the palette's code is there gives it up", async ({ ownerPage: page }) => {
  await page.addInitScript(() => Object.assign(window, { requestIdleCallback: () => 0 }));
  await open(page, "/team/users");
  await page.waitForLoadState("networkidle");
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const asked = page.waitForRequest("**/_next/static/**");
  await page.route("**/_next/static/**", async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await asked;
  await page.keyboard.press("Escape");
  release();
  await page.waitForLoadState("networkidle");
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("?");
  await expect(shortcuts(page), "keys are heard again").toBeVisible();
});

test("nothing of an invite's text is sent, and the palette leads to the open invites", async ({
  ownerPage: page,
  owner,
  api,
  roost,
}) => {
  const body = { name: "Guest", email: "guest@palette.test", role: "user", auto_groups: [] };
  const made = await api("POST", "/api/users/invites", { token: owner.token, body });
  const text = roost.remember(made.body.invite_token);
  await openPalette(page, "/team/users");
  const sent = requestsOf(page);
  await field(page).fill(`${roost.url}/invite/${text}`);
  await expect(status(page)).toContainText("nothing was sent");
  expect(await placesOf(page)).not.toContain(text.slice(4, 14));
  await expect(option(page, "Open invites")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/team\/users\?view=invites$/);
  expect(sent.join("\n")).not.toContain(text.slice(4, 14));
  expect(sent.filter((line) => line.includes("/api/"))).toEqual([]);
});

const POPUPS = [
  ["create serv", "Create service user", "/team/service-users", "open-service-user-modal"],
  ["invite user", "Invite user", "/team/users", "open-invite-user-modal"],
  ["create group", "Create group", "/team/groups", "open-create-group"],
  ["for yourself", "Create access token", /\/team\/users\/[^/?]+$/, "access-token-open-modal"],
] as const;

for (const [typed, title, path, button] of POPUPS) {
  test(`“${title}” opens its popup once, from another page and from the same`, async ({
    ownerPage: page,
  }) => {
    await open(page, "/activity");
    for (const from of ["another page", "the same"]) {
      await page.keyboard.press("Control+k");
      await expect(field(page)).toBeFocused();
      await page.keyboard.type(typed);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("dialog", { name: title }), from).toBeVisible();
      await expect(page).toHaveURL(path);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
      await expect(page.getByTestId(button)).toBeFocused();
      await page.reload();
      await expect(opener(page)).toBeEnabled();
      await expect(page.getByRole("dialog")).toBeHidden();
    }
  });
}

test("the palette switches the theme and gives the focus back", async ({ ownerPage: page }) => {
  await open(page, "/team/users");
  await page.getByTestId("table-filters-button").focus();
  for (const [typed, dark] of [
    ["dark", true],
    ["light", false],
    ["system theme", false],
  ] as const) {
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused();
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    await expect(palette(page)).toBeHidden();
    await expect(page.locator("html")).toHaveClass(dark ? /dark/ : /^(?!.*dark)/);
    await expect(page.getByTestId("table-filters-button")).toBeFocused();
  }
});

test("signing out is an entry and has no shortcut (B15)", async ({ ownerPage: page }) => {
  await openPalette(page, "/team/users");
  await page.keyboard.type("sign out");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a page with unsaved changes asks before the palette leaves it", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const id = await serviceUser(api, owner.token, "unsaved in palette");
  await open(page, `/team/service-users/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("changed");
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("groups");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog", { name: "Leave without saving?" })).toBeVisible();
  await page.getByTestId("confirmation.cancel").click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("changed");
});

test("? tells the shortcuts, / goes to the search, G then a letter to a page; none of them while one types", async ({
  ownerPage: page,
}) => {
  await open(page, "/team/users");
  await page.keyboard.press("?");
  await expect(shortcuts(page)).toBeVisible();
  await expect(shortcuts(page).getByText("Ctrl K")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("g");
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(shortcuts(page)).toBeHidden();
  await expect(page).toHaveURL(/\/team\/users$/);

  await page.keyboard.press("/");
  const search = page.getByTestId("table-search-input");
  await expect(search).toBeFocused();
  await page.keyboard.type("?gs/");
  await expect(search).toHaveValue("?gs/");
  await expect(shortcuts(page)).toBeHidden();
  await page.getByTestId("user-dropdown").focus();
  await page.keyboard.press("Alt+g");
  await page.keyboard.press("s");
  await page.keyboard.press("Shift+G");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/team\/users\?/);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/team\/service-users$/);
});

test("the shortcuts open from the menu, and those of single keys can be switched off", async ({
  ownerPage: page,
}) => {
  await open(page, "/team/users");
  await page.getByTestId("user-dropdown").click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  const single = shortcuts(page).getByRole("switch", { name: "Shortcuts of single keys" });
  await single.click();
  await expect(single).not.toBeChecked();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("user-dropdown")).toBeFocused();
  await page.reload();
  await expect(opener(page)).toBeEnabled();
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await expect(shortcuts(page)).toBeHidden();
  await page.keyboard.type("shortcuts");
  await page.keyboard.press("Enter");
  await single.click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(shortcuts(page)).toBeVisible();
});

test("a reader with the role user is told what they may not do and what is not searched (B2)", async ({
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
  await expect(option(page, /^Settings|^Users|^Open invites/)).toHaveCount(0);
  await expect(option(page, /^Create service user.*Your role does not allow this/)).toBeVisible();
  await page.keyboard.type("create serv");
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeVisible();
  await field(page).fill("unseen");
  await expect(status(page)).toContainText("Nothing found for “unseen”");
  await expect(status(page)).toContainText("not searched: service users, users, groups");
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
  await field(page).fill("nobody has this name");
  await expect(status(page)).toContainText("Nothing found for “nobody has this name”");
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
