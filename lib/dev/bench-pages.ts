import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "playwright";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { say } from "./bench/print.ts";
import { runSeed } from "./bench/run-seed.ts";
import { startBenchServer } from "./bench/servers.ts";
import { type PageMeasurement, visit } from "./bench-pages/measure.ts";
import { BENCH_PAGES, type BenchPage } from "./bench-pages/pages.ts";
import { report } from "./bench-pages/report.ts";
import { findChromium } from "./chromium.ts";

/*
 * `npm run bench:pages`: prints for each main page of the dashboard, with 10 000 service users in
 * the database, the size of its scripts, its layout shift, and the times of paint and interaction;
 * then the missed goals. Exits with code 1 if there are any.
 */

const SIZE = { serviceUsers: 10_000, tokens: 10_000, usable: 1, events: 0 };
const ROUNDS = 3;
const OWNER = { name: "Bench", email: "bench@example.test", password: crypto.randomUUID() };

async function setUp(url: string): Promise<void> {
  const { status } = await fetch(`${url}/api/setup`, {
    method: "POST",
    body: JSON.stringify(OWNER),
  });
  if (status !== 200) throw new Error(`the setup returned ${status}`);
}

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

async function signIn(browser: Browser, url: string): Promise<Session> {
  const context = await browser.newContext({ baseURL: url });
  const { csrfToken } = await (await context.request.get("/api/auth/csrf")).json();
  const answer = await context.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email: OWNER.email, password: OWNER.password, json: "true" },
    headers: { origin: url },
  });
  if (answer.status() !== 200) throw new Error(`the sign-in returned ${answer.status()}`);
  const session = await context.storageState();
  await context.close();
  return session;
}

/** A browser without history, with the owner signed in; closed after use. */
type WithBrowser = <T>(use: (context: BrowserContext) => Promise<T>) => Promise<T>;

async function browsers(browser: Browser, url: string): Promise<WithBrowser> {
  const session = await signIn(browser, url);
  return async (use) => {
    const viewport = { width: 1280, height: 800 };
    const context = await browser.newContext({ baseURL: url, storageState: session, viewport });
    try {
      return await use(context);
    } finally {
      await context.close();
    }
  };
}

async function pathOf({ path }: BenchPage, withBrowser: WithBrowser): Promise<string> {
  if (typeof path === "string") return path;
  return withBrowser(async (context) => {
    const page = await context.newPage();
    await page.goto(path.firstOf);
    const link = page.getByTestId("user-name-cell").first().getByRole("link");
    return (await link.getAttribute("href")) ?? "/";
  });
}

/** Visits of a page, each with an empty cache, after one to warm the server; empty without the page. */
async function visitsOf(wanted: BenchPage, withBrowser: WithBrowser): Promise<PageMeasurement[]> {
  const path = await pathOf(wanted, withBrowser);
  const all: PageMeasurement[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const seen = await withBrowser((context) => visit(context, path, wanted));
    if (seen === null) return [];
    if (round > 0) all.push(seen);
  }
  return all;
}

async function measure(withBrowser: WithBrowser): Promise<void> {
  const misses: string[] = [];
  for (const page of BENCH_PAGES) {
    const visits = await visitsOf(page, withBrowser);
    if (visits.length === 0) say(`\n${page.label}: not in this build`);
    else misses.push(...report(page, visits));
  }
  say(misses.length === 0 ? "\nAll goals are met." : "\nMissed goals:");
  for (const miss of misses) say(`  ${miss}`);
  if (misses.length > 0) process.exitCode = 1;
}

const folder = await mkdtemp(join(tmpdir(), "roost-pages-"));
const databaseUrl = `file:${join(folder, "roost.db")}`;
try {
  const server = await startBenchServer("lib/cli/start.ts", {
    cwd: repositoryRoot(),
    health: "/api/health/ready",
    env: { DATABASE_URL: databaseUrl, API_RATE_LIMIT_RPM: "0", LOG_LEVEL: "warn" },
  });
  try {
    await setUp(server.url);
    say("Filling the database …");
    await runSeed(databaseUrl, { ...SIZE, out: join(folder, "tokens.txt"), add: true });
    const browser = await chromium.launch({
      executablePath: findChromium(),
      // Chromium's own sandbox does not start as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    try {
      await measure(await browsers(browser, server.url));
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
