import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { intercept, sent } from "#app/testing/api-fetch.ts";
import { byTestId, notifications, press, textsOf } from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { callApi } from "#lib/dev/testing/api.ts";
import { newInstallation } from "#lib/dev/testing/installation.ts";
import { faults } from "#lib/dev/testing/netbird/faults.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { type SeededAccount, seedUser } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";

const APPROVAL = "Require approval for new users";
const PROPAGATION = "Propagate auto-assigned groups to peers";

let owner: Member;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account } = await newInstallation());
});

async function stored() {
  return (await callApi("GET", "/api/accounts", { token: owner.token })).body[0];
}

const setting = (name: string) => screen.findByRole("switch", { name });
const isOn = async (name: string) => (await setting(name)).getAttribute("aria-checked") === "true";
const puts = () => sent.filter(({ method }) => method === "PUT");

test("a saved setting is stored, and what others saved in the meantime is not reset", async () => {
  const before = await stored();
  const user = await openPage("/settings", owner);
  await press(user, "settings-tab-authentication");
  await expect.poll(addressNow).toBe("/settings?tab=authentication");
  expect(await isOn(APPROVAL)).toBe(before.settings.extra.user_approval_required);
  // Another user saves while this page is open.
  const { settings } = before;
  const theirs = { dns_domain: "kept.example.test", lazy_connection_enabled: false };
  await callApi("PUT", `/api/accounts/${before.id}`, {
    token: owner.token,
    body: { settings: { ...settings, ...theirs } },
  });
  await user.click(await setting(APPROVAL));
  await press(user, "save-changes");
  await expect.poll(notifications).toEqual(["Settings saved"]);
  const extra = {
    ...settings.extra,
    user_approval_required: !settings.extra.user_approval_required,
  };
  expect(await stored()).toEqual({ ...before, settings: { ...settings, ...theirs, extra } });
  await openPage(addressNow(), owner);
  expect(await isOn(APPROVAL)).toBe(extra.user_approval_required);
});

test.each([
  ["authentication", "Allow personal access tokens", "personal_access_tokens_enabled"],
  ["permissions", "Hide the dashboard from regular users", "regular_users_view_blocked"],
  ["groups", PROPAGATION, "groups_propagation_enabled"],
])(
  "the setting on the tab %s, %s, can be switched by keyboard, and a double press saves once (B5)",
  async (tab, name, field) => {
    const before = (await stored()).settings[field];
    for (const wanted of [!before, before]) {
      const user = await openPage(`/settings?tab=${tab}`, owner);
      sent.length = 0;
      (await setting(name)).focus();
      await user.keyboard(" ");
      await user.dblClick(await byTestId("save-changes"));
      await expect.poll(notifications).toEqual(["Settings saved"]);
      await expect.poll(() => screen.queryByRole("button", { name: "Discard" })).toBeNull();
      expect((await stored()).settings[field]).toBe(wanted);
      expect(puts()).toHaveLength(1);
    }
  },
);

test("leaving with unsaved changes asks first; with discarded ones it does not", async () => {
  const user = await openPage("/settings?tab=groups", owner);
  const was = await isOn(PROPAGATION);
  await user.click(await setting(PROPAGATION));
  await press(user, "settings-tab-permissions");
  await screen.findByRole("alertdialog", { name: "Discard unsaved changes?" });
  await press(user, "confirmation.cancel");
  await expect.poll(() => screen.queryByRole("alertdialog")).toBeNull();
  expect(addressNow()).toMatch(/tab=groups$/);
  expect(await isOn(PROPAGATION)).toBe(!was);
  await user.click(await screen.findByRole("button", { name: "Discard" }));
  await expect.poll(() => isOn(PROPAGATION)).toBe(was);
  await press(user, "settings-tab-permissions");
  await expect.poll(addressNow).toMatch(/tab=permissions$/);
});

test("a refused save shows the request ID and keeps the change (B8)", async () => {
  const user = await openPage("/settings?tab=groups", owner);
  const was = await isOn(PROPAGATION);
  const body = { message: "try again later", code: 503 };
  const headers = { "x-request-id": "the-request" };
  intercept(async ({ path }) =>
    path.startsWith("/api/accounts/") ? Response.json(body, { status: 503, headers }) : undefined,
  );
  await user.click(await setting(PROPAGATION));
  await press(user, "save-changes");
  await expect.poll(notifications).toEqual(["Request failed with status code 503"]);
  expect(textsOf("notification-request-id")()).toEqual(["the-request"]);
  expect(await isOn(PROPAGATION)).toBe(!was);
});

test("a role without the right reads the settings with the reason, and cannot delete the account (B1)", async () => {
  const auditor = await seedUser(account, { role: "auditor" });
  const user = await openPage("/settings?tab=authentication", auditor);
  await screen.findByText("Read-only. Your role does not allow this.");
  const was = await isOn(APPROVAL);
  await user.click(await setting(APPROVAL));
  expect(await isOn(APPROVAL)).toBe(was);
  expect((await byTestId("save-changes")).getAttribute("aria-disabled")).toBe("true");
  await press(user, "settings-tab-account");
  const group = (await screen.findByText("NetBird compatibility")).closest("details");
  within(group ?? document.body).getByText("peer_login_expiration");
  const description = "Only an owner can delete the account.";
  (await screen.findByRole("button", { name: "Delete account", description })).focus();
  await user.keyboard("{Enter}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the role User sees that settings need another role (B1)", async () => {
  await openPage("/settings", await seedUser(account, { role: "user" }));
  await screen.findByRole("heading", { name: "You don't have access to this page" });
  expect(screen.queryByRole("link", { name: "Settings" })).toBeNull();
});

test("with a NetBird server, its settings are read-only on a tab and Roost's are saved (B1)", async () => {
  const before = await stored();
  const { server } = await netbirdBehind();
  server.state.settings = { peer_login_expiration: 3600, extra: { peer_approval_enabled: true } };
  const user = await openPage("/settings?tab=groups", owner);
  const tabs = within(await screen.findByRole("navigation", { name: "Settings" }));
  expect(tabs.getAllByRole("link").map(({ textContent }) => textContent)).toEqual([
    ...["Account", "Authentication", "NetBird"],
  ]);
  expect(screen.queryByText("NetBird compatibility")).toBeNull();
  await press(user, "settings-tab-netbird");
  expect((await screen.findByText("peer_login_expiration")).nextSibling?.textContent).toBe(
    "1 hour",
  );
  expect(screen.getByText("extra.peer_approval_enabled").nextSibling?.textContent).toBe("On");
  expect(screen.queryByRole("switch")).toBeNull();
  await press(user, "settings-tab-authentication");
  await user.click(await setting(APPROVAL));
  await press(user, "save-changes");
  await expect.poll(notifications).toEqual(["Settings saved"]);
  const { body } = await callApi("GET", "/api/roost/settings", { token: owner.token });
  expect(body.user_approval_required).toBe(!before.settings.extra.user_approval_required);
  expect(
    server.requests.filter(({ operation }) => operation === "PUT /api/accounts/{accountId}"),
  ).toEqual([]);
});

test("a NetBird server that does not answer leaves the page with the reason", async () => {
  const { server } = await netbirdBehind();
  server.misbehave(faults.internal, ({ operation }) => operation === "GET /api/accounts");
  await openPage("/settings?tab=netbird", owner);
  await screen.findByText("NetBird did not answer");
});
