import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { callApi } from "#lib/dev/testing/api.ts";
import { newInstallation } from "#lib/dev/testing/installation.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
beforeAll(async () => {
  ({ owner } = await newInstallation());
});

async function makeTokens(name: string, days: number[]) {
  const { token } = owner;
  const user = { name, role: "user", is_service_user: true };
  const { body: made } = await callApi("POST", "/api/users", { token, body: user });
  for (const expires_in of days) {
    const body = { name: `${name}-${expires_in}`, expires_in };
    await callApi("POST", `/api/users/${made.id}/tokens`, { token, body });
  }
}

const filters = () => screen.findByTestId("table-filters-button");
const option = async (label: string) =>
  within(await screen.findByTestId("table-filter-state")).getByLabelText<HTMLInputElement>(label);

test("how soon tokens expire is chosen among usual days, appears in the address and survives a reload", async () => {
  await makeTokens("windowed", [5, 20, 80, 200]);
  const user = await openPage("/team/tokens?search=windowed", owner);
  await screen.findByText("4 tokens");
  await user.click(await filters());
  for (const [label, found, search] of [
    ["Expires within 7 days", "1 token", /state=expiring&expiring_within_days=7|days=7.*expiring/],
    ["Expires within 14 days", "1 token", /state=expiring(?!.*expiring_within_days)/],
    ["Expires within 30 days", "2 tokens", /expiring_within_days=30/],
    ["Expires within 90 days", "3 tokens", /expiring_within_days=90/],
    ["Unused for 30 days", "0 tokens", /unused_for_days=30/],
    ["Unused for 180 days", "0 tokens", /unused_for_days=180/],
    ["Active", "4 tokens", /state=active(?!.*_days)/],
    ["Expires within 30 days", "2 tokens", /expiring_within_days=30/],
  ] as const) {
    await user.click(await option(label));
    await expect.poll(addressNow).toMatch(search);
    await screen.findByText(found);
  }
  const again = await openPage(addressNow(), owner);
  await screen.findByText("2 tokens");
  await again.click(await filters());
  expect((await option("Expires within 30 days")).checked).toBe(true);
});

test("the days are chosen by keyboard, and a filter with days is one filter that Reset removes", async () => {
  const user = await openPage("/team/tokens?state=expiring&expiring_within_days=30", owner);
  expect((await filters()).textContent).toBe("Filters (1)");
  (await filters()).focus();
  await user.keyboard("{Enter}");
  const box = await screen.findByRole("dialog", { name: "Filters" });
  // The open box takes the focus first, from whatever has it then.
  await expect.poll(() => box.contains(document.activeElement)).toBe(true);
  (await option("Expires within 30 days")).focus();
  await user.keyboard("{ArrowDown}");
  await expect.poll(addressNow).toMatch(/expiring_within_days=90/);
  expect((await option("Expires within 90 days")).checked).toBe(true);
  await user.keyboard("{Escape}");
  await user.click(await screen.findByTestId("reset-filters-and-search"));
  await expect.poll(addressNow).toBe("/team/tokens");
});

test.each([
  ["state=expiring&expiring_within_days=45", "Expires within 45 days"],
  ["state=unused&unused_for_days=400", "Unused for 400 days"],
  ["state=unused&unused_for_days=nonsense", "Unused for 90 days"],
  ["state=expiring", "Expires within 14 days"],
])("a link with ?%s shows the filter %s", async (search, label) => {
  const user = await openPage(`/team/tokens?${search}`, owner);
  await user.click(await filters());
  expect((await option(label)).checked).toBe(true);
});
