import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import sharp from "sharp";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { database } from "#lib/db/database.ts";
import { findChromium } from "../chromium.ts";
import { SCREENS, type Screen } from "./screens.ts";
import { OWNER, OWNER_ADDRESS } from "./team.ts";

export const THEMES = ["light", "dark"] as const;

/** The address in the pictures; not that of a real machine. */
export const PUBLIC_URL = "http://roost.example";

export const fileOf = (name: string, theme: (typeof THEMES)[number]) => `${name}-${theme}.png`;

/** A browser that resolves the public address to the server. */
export function launchBrowser(serverUrl: string): Promise<Browser> {
  const { host } = new URL(serverUrl);
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      `--host-resolver-rules=MAP ${new URL(PUBLIC_URL).host} ${host}`,
      // Enables copy buttons, as behind TLS.
      `--unsafely-treat-insecure-origin-as-secure=${PUBLIC_URL}`,
      // Chromium's own sandbox does not start as root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

/** A window for screenshots. */
export async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    baseURL: PUBLIC_URL,
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1.5,
    reducedMotion: "reduce",
    extraHTTPHeaders: { "x-forwarded-for": OWNER_ADDRESS },
    locale: "en-GB",
    timezoneId: "UTC",
  });
  return context.newPage();
}

/** Saves the screens of a stage in both themes to the folder. */
export async function takeScreens(page: Page, folder: string, wanted?: Screen["stage"]) {
  for (const screen of SCREENS.filter(({ stage }) => stage === wanted)) {
    await take(page, screen, folder);
  }
}

/** Signs the owner in through the form. */
export async function signIn(page: Page): Promise<void> {
  await page.goto(OTHER_PAGES.signIn);
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== OTHER_PAGES.signIn);
}

/** Both themes of one state, so that the pictures of a popup show the same token. */
async function take(page: Page, { name, path, open }: Screen, folder: string): Promise<void> {
  await page.emulateMedia({ colorScheme: THEMES[0] });
  await page.goto(await addressOf(path), { waitUntil: "networkidle" });
  await open?.(page);
  // Moves the pointer away.
  await page.mouse.move(0, 0);
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(theme === "dark" ? "html.dark" : "html:not(.dark)").waitFor();
    // A palette makes a third of the size.
    const picture = sharp(await page.screenshot()).png({ palette: true, effort: 10 });
    await picture.toFile(join(folder, fileOf(name, theme)));
  }
}

async function addressOf(path: string): Promise<string> {
  const [, name] = /\{(.+)\}/.exec(path) ?? [];
  if (name === undefined) return path;
  const user = await database().read.user.findFirst({ where: { name, isServiceUser: true } });
  return path.replace(`{${name}}`, user?.id ?? "");
}
