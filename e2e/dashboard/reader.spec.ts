import type { Browser, Page } from "@playwright/test";
import { DAY_MS } from "#lib/contract/durations.ts";
import { PAGES } from "#lib/contract/pages.ts";
import {
  type CallApi,
  expect,
  OWNER,
  type Roost,
  signInWithoutForm,
  test,
} from "../fixtures/test.ts";

const NARROWEST = 320;

/** Every page that the owner can open, and those before the sign-in. */
const pathsOf = (ids: { owner: string; serviceUser: string }) => [
  ...Object.values(PAGES).map(({ path }) => path),
  "/team/users?view=invites",
  "/team/users?search=no-user-has-this-name",
  `/team/users/${ids.owner}`,
  `/team/service-users/${ids.serviceUser}`,
  "/no-such-page",
];

async function someServiceUser(api: CallApi, token: string, name: string): Promise<string> {
  const body = { name, role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body });
  await api("POST", `/api/users/${made.id}/tokens`, {
    token,
    body: { name: "of a rather long name that has nowhere to break", expires_in: 30 },
  });
  return made.id;
}

async function chooseTheme(page: Page, theme: string): Promise<void> {
  await page.getByTestId("user-dropdown").click();
  await page.getByRole("menuitemradio", { name: theme }).click();
  await page.keyboard.press("Escape");
}

test("light, dark and the system's theme can be chosen, and last (B14)", async ({
  ownerPage: page,
}) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/team/users");
  expect(await ground()).toBe("light");
  const white = await paper();
  await chooseTheme(page, "Dark");
  await expect.poll(ground).toBe("dark");
  expect(await paper()).not.toBe(white);
  await page.reload();
  expect(await ground()).toBe("dark");
  await chooseTheme(page, "Light");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload();
  expect(await ground()).toBe("light");
  await chooseTheme(page, "System");
  await expect.poll(ground).toBe("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(ground).toBe("light");
});

test("no page is wider than a window of 320 px, nor are its words cut (B13)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const serviceUser = await someServiceUser(api, owner.token, "narrow".repeat(20));
  await page.setViewportSize({ width: NARROWEST, height: 640 });
  for (const path of pathsOf({ owner: owner.id, serviceUser })) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(NARROWEST);
  }
});

test("with reduced motion nothing moves, and without it nothing for longer than 150 ms", async ({
  ownerPage: page,
}) => {
  const longest = (motion: "full" | "reduced") =>
    page.evaluate(
      (wanted) =>
        Math.max(
          0,
          ...document
            .getAnimations()
            .flatMap(({ effect }) => effect?.getTiming() ?? [])
            // What turns while something is on its way turns as long as that takes.
            .filter(({ iterations }) => wanted === "reduced" || iterations !== Infinity)
            .map(({ duration }) => Number(duration)),
        ),
      motion,
    );
  const openPopup = async (motion: "full" | "reduced") => {
    await page.getByTestId("open-service-user-modal").click();
    const duration = await longest(motion);
    await expect(page.getByTestId("service-user-name")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    return duration;
  };
  await page.goto("/team/service-users");
  await openPopup("full");
  expect(await openPopup("full")).toBeLessThanOrEqual(150);
  await page.emulateMedia({ reducedMotion: "reduce" });
  // What began before ends as it began.
  await expect.poll(() => longest("reduced")).toBe(0);
  expect(await openPopup("reduced")).toBe(0);
});

type Place = { locale: string; timezoneId: string };
const PLACES: Place[] = [
  { locale: "de-DE", timezoneId: "Europe/Berlin" },
  { locale: "en-US", timezoneId: "America/Los_Angeles" },
  { locale: "ja-JP", timezoneId: "Asia/Kathmandu" },
];

for (const place of PLACES) {
  test(`dates are in the reader's words and zone, the exact instant on hover, ${place.locale}`, async ({
    browser,
    roost,
    owner,
    api,
  }) => {
    const { token } = owner;
    const id = await someServiceUser(api, token, `dates ${place.locale}`);
    const { body: tokens } = await api("GET", `/api/users/${id}/tokens`, { token });
    const page = await pageAt(browser, roost, place);
    await page.goto(`/team/service-users/${id}`);
    const expires = new Date(tokens[0].expiration_date);
    const exact = expires.toLocaleString(place.locale, {
      dateStyle: "medium",
      timeStyle: "long",
      timeZone: place.timezoneId,
    });
    const shown = page.locator(`time[datetime^="${expires.toISOString().slice(0, 19)}"]`).first();
    await expect(shown).toHaveText(/^in (?:29|30) days$/);
    await expect(shown).toHaveAttribute("title", exact);
    expect(expires.getTime()).toBeGreaterThan(Date.now() + 29 * DAY_MS);
    await page.context().close();
  });
}

async function pageAt(browser: Browser, roost: Roost, place: Place): Promise<Page> {
  const context = await browser.newContext({ baseURL: roost.url, ...place });
  const page = await context.newPage();
  await signInWithoutForm(page, roost, OWNER);
  return page;
}

test("no page shifts while it loads or when its popup opens", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const serviceUser = await someServiceUser(api, owner.token, "still");
  await page.addInitScript(() => {
    Object.assign(globalThis, { shifted: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        Object.assign(globalThis, {
          shifted: Reflect.get(globalThis, "shifted") + Reflect.get(entry, "value"),
        });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  const shifted = () => page.evaluate(() => Number(Reflect.get(globalThis, "shifted")));
  for (const path of pathsOf({ owner: owner.id, serviceUser })) {
    await page.goto(path, { waitUntil: "networkidle" });
    expect(await shifted(), path).toBeLessThan(0.05);
  }
  await page.goto("/team/service-users", { waitUntil: "networkidle" });
  await page.getByTestId("open-service-user-modal").click();
  await expect(page.getByTestId("service-user-name")).toBeFocused();
  expect(await shifted(), "the popup").toBeLessThan(0.05);
});
