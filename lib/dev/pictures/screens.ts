import type { Page } from "playwright";
import { settingsPath } from "#lib/contract/page-paths.ts";
import { OTHER_PAGES, PAGES } from "#lib/contract/pages.ts";

/** A picture of the dashboard: its path, and the actions to reach the state. */
export type Screen = {
  name: string;
  /** `{name}` is replaced by the ID of the service user of that name. */
  path: string;
  /** Before the setup, or before the sign-in; else afterwards. */
  stage?: "no-owner" | "signed-out";
  open?: (page: Page) => Promise<void>;
};

/**
 * The screens in the order of the screenshots. Those that change the database are last: others
 * would show the change.
 */
export const SCREENS: readonly Screen[] = [
  { name: "setup", path: OTHER_PAGES.setup, stage: "no-owner" },
  { name: "sign-in", path: OTHER_PAGES.signIn, stage: "signed-out" },
  { name: "overview", path: PAGES.overview.path },
  { name: "palette", path: PAGES.overview.path, open: search },
  { name: "service-users", path: PAGES.serviceUsers.path },
  { name: "service-user", path: `${PAGES.serviceUsers.path}/{ci-deploy}` },
  { name: "tokens", path: PAGES.tokens.path },
  { name: "revoke-preview", path: PAGES.tokens.path, open: chooseToRevoke },
  { name: "users", path: PAGES.users.path },
  { name: "groups", path: PAGES.groups.path },
  { name: "activity", path: PAGES.activity.path, open: openChange },
  { name: "settings", path: settingsPath("authentication") },
  { name: "docs", path: PAGES.docs.path },
  { name: "access-token", path: `${PAGES.serviceUsers.path}/{terraform}`, open: createToken },
];

async function search(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByTestId("command-palette").getByRole("combobox").fill("ci");
  await page
    .getByRole("option", { name: /ci-deploy/ })
    .first()
    .waitFor();
}

async function chooseToRevoke(page: Page): Promise<void> {
  for (const name of ["metrics", "canary"]) {
    await page.getByRole("checkbox", { name: `Select access token ${name} of` }).check();
  }
  await page.getByTestId("revoke-selected").click();
  await page.getByRole("list", { name: "Tokens that stop working" }).waitFor();
}

async function openChange(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Details: .* changed the role of backup/ }).click();
}

async function createToken(page: Page): Promise<void> {
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("drift-check");
  await page.getByTestId("create-access-token").click();
  await page.getByTestId("copy-to-clipboard").waitFor();
}
