import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Browser, Page } from "@playwright/test";
import { startServer } from "../fixtures/server.ts";
import { type CallApi, expect, OWNER, test } from "../fixtures/test.ts";

const PASSWORD = "correct horse one";

async function invite(api: CallApi, token: string, email = `${randomUUID()}@example.test`) {
  const body = { email, name: "Invited Person", role: "auditor" };
  const { body: made } = await api("POST", "/api/users/invites", { token, body });
  return { email, id: made.id as string, path: `/invite/${made.invite_token}` };
}

const password = (page: Page) => page.getByRole("textbox", { name: "Password" });
const accept = (page: Page) => page.getByRole("button", { name: "Accept invite" });

test("an invited person sees who invited them and the password's rule, and is signed in once they accept", async ({
  page,
  roost,
  owner,
  api,
}) => {
  const { email, path } = await invite(api, owner.token);
  const answer = await page.goto(path);
  expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
  await expect(page.getByText(`${OWNER.name} invited you to Roost.`)).toBeVisible();
  await expect(page.getByText(/Single-use link\. Expires .*in 3 days/)).toBeVisible();
  for (const [label, value] of [
    ["Name", "Invited Person"],
    ["Email", email],
  ] as const) {
    await expect(page.getByLabel(label)).toHaveValue(value);
    await expect(page.getByLabel(label)).not.toBeEditable();
  }
  const rule = page.getByTestId("password-rule");
  await expect(rule.getByRole("listitem")).toHaveText([
    "At least 10 characters",
    "Not a common or repetitive password",
    "Does not contain your name or email address",
  ]);
  const strength = page.getByTestId("password-strength");
  await password(page).fill("Qwertyuiop");
  await expect(rule.getByRole("listitem").nth(1)).toContainText(": not yet");
  await password(page).fill("longer than that");
  await expect(rule.getByText(": done")).toHaveCount(3);
  await expect(strength).toHaveText(/Strength: (Good|Strong)/);
  await password(page).fill(roost.remember(PASSWORD));
  await password(page).press("Enter");
  await expect(page).toHaveURL(/\/overview$/, { timeout: 60_000 });
  await page.goBack();
  await expect(page, "the used link is no longer in the history").not.toHaveURL(/invite/);
});

test("each broken rule of a password is shown at the field before a request (B6)", async ({
  page,
  owner,
  api,
}) => {
  const { path } = await invite(api, owner.token);
  const sent: string[] = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await page.goto(path);
  for (const [typed, message] of [
    ["", "Password is required."],
    ["Short-1", "Password must be at least 10 characters."],
    ["Password123", "Password is one of the most common passwords."],
    ["an invited guest", "Password must not contain your name."],
    [`Aa1-${"x".repeat(70)}`, "Password must be at most 72 bytes."],
  ] as const) {
    await password(page).fill(typed);
    await accept(page).click();
    await expect(page.getByText(message, { exact: true })).toBeVisible();
    await expect(password(page)).toBeFocused();
    await expect(password(page)).toHaveAttribute("aria-invalid", "true");
  }
  expect(sent).toEqual([]);
});

/** Opens a page from an address of its own, so that the limit of invites counts it alone. */
async function openFrom(browser: Browser, url: string, address: string): Promise<Page> {
  const headers = { "x-forwarded-for": address };
  return browser.newPage({ baseURL: url, extraHTTPHeaders: headers });
}

test("expired, void, unknown, malformed and too often opened links each have their own words", async ({
  browser,
}) => {
  const server = await startServer({ TRUSTED_PROXIES: "127.0.0.1" });
  const call = async (method: string, path: string, token?: string, body?: unknown) => {
    const headers = token ? { authorization: `Token ${token}` } : {};
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await fetch(`${server.url}${path}`, { method, headers, ...sent })).json();
  };
  const setup = await call("POST", "/api/setup", undefined, { ...OWNER, create_pat: true });
  const owner: string = setup.personal_access_token;
  const inviteBody = (name: string) => ({ name, email: `${name}@example.test`, role: "user" });
  // An admin's invite is void once the admin is gone.
  const admin = await call("POST", "/api/users", owner, {
    name: "inviter",
    role: "admin",
    is_service_user: true,
  });
  const made = await call("POST", `/api/users/${admin.id}/tokens`, owner, {
    name: "t",
    expires_in: 1,
  });
  const voided = await call("POST", "/api/users/invites", made.plain_token, inviteBody("void"));
  await call("DELETE", `/api/users/${admin.id}`, owner);
  const open = await call("POST", "/api/users/invites", owner, inviteBody("open"));
  const gone = await call("POST", "/api/users/invites", owner, inviteBody("gone"));
  await call("DELETE", `/api/users/invites/${gone.id}`, owner);

  const late = await call("POST", "/api/users/invites", owner, inviteBody("late"));
  // An invite lasts an hour at least: what the clock would do is done in the database.
  const database = new DatabaseSync(join(server.folder, "data", "roost.db"));
  const changed = database
    .prepare("UPDATE Invite SET expiresAt = ? WHERE id = ?")
    .run("2026-01-01T00:00:00.000+00:00", late.id);
  expect(changed.changes).toBe(1);
  database.close();

  const cases = [
    [late.invite_token, "This invite has expired"],
    [voided.invite_token, "This invite is no longer valid"],
    [gone.invite_token, "This invite does not exist"],
    [open.invite_token.slice(0, -1), "This link is incomplete"],
    [`${open.invite_token.slice(0, -1)}!`, "This link is incomplete"],
  ] as const;
  for (const [at, [token, title]] of cases.entries()) {
    const page = await openFrom(browser, server.url, `192.0.2.${at + 1}`);
    await page.goto(`/invite/${token}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.getByRole("link", { name: "Go to sign-in" })).toBeVisible();
    await page.context().close();
  }
  // At once, since the limit is filled again one by one.
  const seen = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const headers = { "x-forwarded-for": "192.0.2.99" };
      return (await fetch(`${server.url}/invite/${open.invite_token}`, { headers })).text();
    }),
  );
  const limited = seen.filter((html) => html.includes("Too many attempts"));
  expect(limited.length).toBeGreaterThan(0);
  expect(limited[0]).toMatch(/Reload this page in \d+ seconds?\./);
  expect(limited.join("")).not.toContain("open@example.test");
  expect(seen.some((html) => html.includes("Join the team"))).toBe(true);
  expect(await server.stop()).toBe(0);
});

test("an invite that was taken back while its page was open says so, and a double press sends once (B5)", async ({
  page,
  roost,
  owner,
  api,
}) => {
  const { id, path } = await invite(api, owner.token);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.url());
  });
  await page.goto(path);
  await password(page).fill(roost.remember(PASSWORD));
  await api("DELETE", `/api/users/invites/${id}`, { token: owner.token });
  await accept(page).dblclick();
  await expect(page.getByText("This invite was already used, deleted or replaced.")).toBeVisible();
  expect(sent).toHaveLength(1);
});

test("where the sign-in after it fails, the form is opened with the email filled in", async ({
  page,
  roost,
  owner,
  api,
}) => {
  const { email, path } = await invite(api, owner.token);
  await page.route("**/api/auth/callback/**", (route) => route.abort());
  await page.goto(path);
  await password(page).fill(roost.remember(PASSWORD));
  await accept(page).click();
  await expect(page).toHaveURL(/\/sign-in\?email=/);
  await expect(page.getByLabel("Email")).toHaveValue(email);
});
