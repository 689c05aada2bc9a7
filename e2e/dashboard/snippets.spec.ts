import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { runProgram } from "../clients/run-program.ts";
import { placesOf, plainTokenDialog, readPlainToken } from "../fixtures/plain-token.ts";
import {
  type CallApi,
  expect,
  OWNER,
  type Roost,
  signInWithoutForm,
  test,
} from "../fixtures/test.ts";

const WAYS = [
  "curl",
  "Shell",
  ".env",
  "curl -K",
  "Terraform",
  "GitHub",
  "GitLab",
  "Ansible",
  "Python",
];
/** Runs after pasting, with nothing of this machine but its programs. */
const env = { PATH: process.env.PATH ?? "" };

async function newServiceUser(api: CallApi, token: string, name: string): Promise<string> {
  const body = { name, role: "user", is_service_user: true };
  return (await api("POST", "/api/users", { token, body })).body.id;
}

/** The page of a new service user with the popup of its new token open. */
async function createToken(page: Page, roost: Roost, id: string, name: string): Promise<string> {
  await page.goto(`/team/service-users/${id}`);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill(name);
  await page.getByTestId("create-access-token").click();
  return readPlainToken(page, roost);
}

const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });

/** Copies each text of the way in sight; answers them once the clipboard is known to hold them. */
async function copyAll(page: Page): Promise<string[]> {
  const panel = plainTokenDialog(page).getByRole("tabpanel");
  const copied: string[] = [];
  for (const button of await panel.getByRole("button", { name: /^Copy / }).all()) {
    await button.click();
    await expect(button).toHaveText("Copied");
    copied.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  expect(copied).toEqual(await panel.locator("[data-slot=code-box] > code").allTextContents());
  return copied;
}

test("each way to use a token is copied as it is shown, and those for a shell work when pasted", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const id = await newServiceUser(api, owner.token, "pasted");
  const text = await createToken(page, roost, id, "Pasted, Ltd.");
  await expect(page.getByRole("tab")).toHaveText(WAYS);
  const ways = new Map<string, string[]>();
  for (const way of WAYS) {
    await tab(page, way).click();
    await expect(page.getByRole("tabpanel")).toHaveCount(1);
    ways.set(way, await copyAll(page));
  }
  const folder = await mkdtemp(join(tmpdir(), "roost-snippets-"));
  const run = async (command: string, args: string[]) => {
    const ended = await runProgram(command, args, { env, cwd: folder, input: `${text}\n` });
    expect(ended.code, ended.stderr).toBe(0);
    return ended.stdout;
  };
  const [curl = ""] = ways.get("curl") ?? [];
  expect(await run("bash", ["-c", curl])).toContain(`"id":"${id}"`);
  const shell = (ways.get("Shell") ?? []).join("\n");
  expect(await run("bash", ["-c", shell])).toContain(`"id":"${id}"`);
  const [file = "", mode = "", use = ""] = ways.get("curl -K") ?? [];
  await writeFile(join(folder, "pasted-ltd.curlrc"), file);
  expect(await run("bash", ["-c", `${mode}\n${use}`])).toContain(`"id":"${id}"`);
  const [dotenv = ""] = ways.get(".env") ?? [];
  await writeFile(join(folder, ".env"), dotenv);
  const print = "console.log(process.env.ROOST_URL, process.env.ROOST_TOKEN)";
  expect(await run(process.execPath, ["--env-file=.env", "-e", print])).toBe(
    `${roost.url} ${text}\n`,
  );
  expect(
    [...ways].filter(([, texts]) => texts.join("").includes(text)).map(([way]) => way),
  ).toEqual(["curl", ".env", "curl -K"]);
  for (const way of ["Terraform", "GitHub", "GitLab", "Ansible", "Python"]) {
    expect((ways.get(way) ?? []).join("\n"), way).toContain(roost.url);
  }
  await rm(folder, { recursive: true });
});

test("a downloaded file holds what is shown, comes with the advice for its mode, and is nowhere later", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  // The pages may not fetch such addresses at all, so whether they still lead anywhere is counted.
  await page.addInitScript(() => {
    const addresses = new Set<string>();
    Object.assign(window, { addresses });
    const make = URL.createObjectURL.bind(URL);
    const revoke = URL.revokeObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      const address = make(blob);
      addresses.add(address);
      return address;
    };
    URL.revokeObjectURL = (address) => {
      addresses.delete(address);
      revoke(address);
    };
  });
  const addressesLeft = () =>
    page.evaluate(() => (window as unknown as { addresses: Set<string> }).addresses.size);
  const id = await newServiceUser(api, owner.token, "downloaded");
  const text = await createToken(page, roost, id, "Night & Day");
  const dialog = plainTokenDialog(page);
  for (const [way, file, content] of [
    [".env", "night-day.env", `ROOST_URL=${roost.url}\nROOST_TOKEN=${text}\n`],
    ["curl -K", "night-day.curlrc", `header = "Authorization: Token ${text}"\n`],
  ] as const) {
    await tab(page, way).click();
    await expect(dialog).toContainText(`chmod 600 ${file}`);
    await expect(dialog.getByRole("tabpanel")).toContainText(/mode 600/i);
    const started = page.waitForEvent("download");
    await dialog.getByRole("button", { name: `Download ${file}` }).click();
    const download = await started;
    expect(download.suggestedFilename()).toBe(file);
    expect(await readFile(await download.path(), "utf8")).toBe(content);
    await expect(dialog.getByRole("status").filter({ hasText: `Downloaded ${file}` })).toHaveCount(
      1,
    );
  }
  expect(await addressesLeft()).toBe(1);
  await page.getByTestId("access-token-copy-close").click();
  await expect(dialog).toBeHidden();
  expect(await addressesLeft()).toBe(0);
  expect(await placesOf(page)).not.toContain(text);
});

test("once the token was copied nothing asks any more; a way without it, or a download that may be refused, is none", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const id = await newServiceUser(api, owner.token, "taken");
  const dialog = plainTokenDialog(page);
  await createToken(page, roost, id, "by download");
  await tab(page, "GitHub").click();
  await dialog.getByRole("button", { name: /^Copy variable and secret/ }).click();
  await expect(dialog.getByRole("button", { name: /^Copy variable and secret/ })).toHaveText(
    "Copied",
  );
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await tab(page, ".env").click();
  const started = page.waitForEvent("download");
  await page.getByTestId("download-snippet").click();
  await (await started).delete();
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await page.getByTestId("access-token-copy-close").click();
  await expect(dialog).toBeHidden();

  await createToken(page, roost, id, "by copy");
  await page.getByTestId("copy-to-clipboard").click();
  await expect(page.getByTestId("copy-to-clipboard")).toHaveText("Copied");
  await page.mouse.click(5, 5);
  await expect(dialog).toBeHidden();

  await createToken(page, roost, id, "by command");
  await dialog.getByRole("button", { name: "Copy request" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "Copied" })).toHaveCount(1);
  const asked: string[] = [];
  page.on("dialog", async (question) => {
    asked.push(question.type());
    await question.accept();
  });
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: "by command" })).toBeVisible();
  expect(asked).toEqual([]);
});

test("the arrow keys, Home and End go through the ways, Tab goes into the one in sight", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const id = await newServiceUser(api, owner.token, "by keys");
  await createToken(page, roost, id, "by keys");
  await tab(page, "curl").focus();
  for (const [key, way] of [
    ["ArrowRight", "Shell"],
    ["End", "Python"],
    ["ArrowRight", "curl"],
    ["ArrowLeft", "Python"],
    ["Home", "curl"],
    ["ArrowRight", "Shell"],
    ["ArrowRight", ".env"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(tab(page, way)).toBeFocused();
    await expect(tab(page, way)).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("tabpanel", { name: way, exact: true })).toBeVisible();
  }
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("download-snippet")).toBeFocused();
});

test("how to use a token stands beside the tokens: open until one is used, without a token in it", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const id = await newServiceUser(api, owner.token, "guided");
  const guide = page.getByTestId("token-guide");
  await page.goto(`/team/service-users/${id}`);
  await expect(page.getByText("No access tokens yet")).toBeVisible();
  await expect(guide).toBeHidden();
  const text = await createToken(page, roost, id, "guided");
  await page.getByTestId("access-token-copy-close").click();
  await expect(guide).toHaveAttribute("open");
  await guide.getByText(".env", { exact: true }).click();
  await expect(guide).toContainText(`ROOST_URL=${roost.url}`);
  await expect(guide).toContainText("ROOST_TOKEN=<your token>");
  await guide.getByText("Shell", { exact: true }).click();
  await expect(guide.getByText("ROOST_URL=")).toBeHidden();
  await expect(guide.getByText(`| curl -H @- ${roost.url}/api/tokens/self`)).toBeVisible();
  await expect(guide.getByRole("link", { name: "API reference" })).toHaveAttribute("href", "/docs");
  expect(await placesOf(page)).not.toContain(text);

  await api("GET", "/api/users", { token: text });
  await expect(async () => {
    await page.reload();
    await expect(guide).not.toHaveAttribute("open", { timeout: 500 });
  }).toPass();
});

test("how to use a token opens and reads without scripts", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  const id = await newServiceUser(api, owner.token, "without scripts");
  const body = { name: "plain", expires_in: 1 };
  await api("POST", `/api/users/${id}/tokens`, { token: owner.token, body });
  const context = await browser.newContext({ baseURL: roost.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await signInWithoutForm(page, roost, OWNER);
  await page.goto(`/team/service-users/${id}`);
  const guide = page.getByTestId("token-guide");
  await guide.getByText("Python", { exact: true }).click();
  await expect(guide.getByText("urllib.request.urlopen")).toBeVisible();
  await context.close();
});
