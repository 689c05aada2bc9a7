import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { byTestId, fill, notifications, press, rowOf } from "#app/testing/find.ts";
import { openPage } from "#app/testing/open-page.tsx";
import { callApi } from "#lib/dev/testing/api.ts";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { type SeededAccount, seedSession, seedUser } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
});

const limit = () => screen.findByLabelText<HTMLInputElement>("Maximum token lifetime (days)");
const days = () => byTestId("access-token-expires-in") as Promise<HTMLInputElement>;
const described = (description: RegExp) => screen.findByRole("textbox", { description });
const focused = () => document.activeElement;
const presets = () => within(screen.getByRole("group", { name: "Presets" })).getAllByRole("button");
const presetTexts = () => presets().map(({ textContent }) => textContent);

async function stored(): Promise<number | null> {
  return (await api("GET", "/api/accounts")).body[0].settings.access_token_max_days;
}

async function allow(access_token_max_days: number | null): Promise<void> {
  const [{ id, settings }] = (await api("GET", "/api/accounts")).body;
  const body = { settings: { ...settings, access_token_max_days } };
  // Access tokens do not change this setting.
  const { cookie } = await seedSession(owner.id);
  expect((await callApi("PUT", `/api/accounts/${id}`, { cookie, body })).status).toBe(200);
}

async function serviceUser(name: string, tokenDays: number[]): Promise<string> {
  const user = { name, role: "admin", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", user);
  for (const expires_in of tokenDays) {
    const body = { name: `${name}-${expires_in}`, expires_in };
    await api("POST", `/api/users/${made.id}/tokens`, body);
  }
  return `/team/service-users/${made.id}`;
}

test("the maximum lifetime is set and removed in the settings; a wrong number is shown at the field", async () => {
  const user = await openPage("/settings?tab=authentication", owner);
  expect((await limit()).value).toBe("");
  expect(await described(/Applies to new tokens\./)).toBe(await limit());
  await fill(user, await limit(), "400");
  await user.keyboard("{Enter}");
  expect(await described(/Enter a whole number from 1 to 365/)).toBe(await limit());
  expect((await limit()).getAttribute("aria-invalid")).toBe("true");
  await expect.poll(focused).toBe(await limit());
  expect(await stored()).toBeNull();
  await fill(user, await limit(), "60");
  expect((await limit()).getAttribute("aria-invalid")).toBeNull();
  await user.keyboard("{Enter}");
  await expect.poll(notifications).toEqual(["Settings saved"]);
  expect(await stored()).toBe(60);
  await openPage("/activity?activity_code=account.setting.update", owner);
  expect((await screen.findByRole("table")).textContent).toContain(
    "access_token_max_days from nothing to 60",
  );
  const again = await openPage("/settings?tab=authentication", owner);
  expect((await limit()).value).toBe("60");
  await fill(again, await limit(), "");
  await press(again, "save-changes");
  await expect.poll(notifications).toEqual(["Settings saved"]);
  expect(await stored()).toBeNull();
});

test("a role that may not change settings reads the longest lifetime", async () => {
  await allow(45);
  await openPage("/settings?tab=authentication", await seedUser(account, { role: "auditor" }));
  expect((await limit()).value).toBe("45");
  expect((await limit()).readOnly).toBe(true);
});

test("the popup of a new token offers what the account allows, and begins within it", async () => {
  await allow(null);
  const at = await serviceUser("limited", [9, 120]);
  await allow(20);
  const user = await openPage(at, owner);
  await press(user, "access-token-open-modal");
  expect((await days()).value).toBe("20");
  expect(presetTexts()).toEqual(["7", "20"]);
  expect(presets().at(-1)?.getAttribute("aria-pressed")).toBe("true");
  const dialog = () => screen.queryByRole("dialog")?.textContent;
  expect(dialog()).toContain("The account's maximum is 20 days.");
  await fill(user, await byTestId("access-token-name"), "too long");
  await fill(user, await days(), "21");
  await press(user, "create-access-token");
  await expect.poll(dialog).toContain("from 1 to 20, the account's maximum");
  expect((await days()).getAttribute("aria-invalid")).toBe("true");
  await user.keyboard("{Escape}");
  await expect.poll(dialog).toBeUndefined();
  await press(user, "access-token-actions", await rowOf("limited-120"));
  await press(user, "rotate-access-token");
  await fill(user, await byTestId("rotation-expires-in"), "21");
  await press(user, "rotate-token");
  await expect.poll(dialog).toContain("Enter a whole number of days from 1 to 20.");
});

test("a limit lowered in the meantime is shown at the field, and the token is created within it", async () => {
  await allow(null);
  const user = await openPage(await serviceUser("lowered", [1]), owner);
  await press(user, "access-token-open-modal");
  await fill(user, await byTestId("access-token-name"), "made late");
  expect((await days()).value).toBe("30");
  await allow(10);
  await press(user, "create-access-token");
  const refused = await screen.findByText(
    /This account allows an expires_in of at most 10 days\./,
    {
      selector: "[role=dialog] *",
    },
  );
  expect((await days()).getAttribute("aria-describedby")?.split(" ")).toContain(refused.id);
  await expect.poll(focused).toBe(await days());
  await fill(user, await days(), "10");
  await press(user, "create-access-token");
  await press(user, "access-token-copy-close");
  await rowOf("made late");
});

test("the first token of a new service user begins within the limit too", async () => {
  await allow(5);
  const user = await openPage("/team/service-users?new=1", owner);
  const dialog = within(await screen.findByRole("dialog"));
  await fill(user, await dialog.findByLabelText("Name"), "within the limit");
  await user.click(await dialog.findByRole("button", { name: "Create and add a token" }));
  expect((await days()).value).toBe("5");
  expect(presetTexts()).toEqual(["5"]);
});
