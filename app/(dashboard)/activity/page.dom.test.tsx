import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { byTestId, fill, press, rowsOf } from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { callApi } from "#lib/dev/testing/api.ts";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { faults } from "#lib/dev/testing/netbird/faults.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { type SeededAccount, seedUser } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
});

async function serviceUser(name: string): Promise<string> {
  const body = { name, role: "user", is_service_user: true, auto_groups: [] };
  return (await api("POST", "/api/users", body)).body.id;
}

test("events are listed newest first with before and after, also those of a deleted user (B21)", async () => {
  const id = await serviceUser("audited-deploy");
  await api("PUT", `/api/users/${id}`, { role: "admin", auto_groups: [], is_blocked: false });
  const token = { name: "audited-ci", expires_in: 3 };
  const made = await api("POST", `/api/users/${id}/tokens`, token);

  const user = await openPage(`/activity?target_id=${id}`, owner);
  const sentences = () => rowsOf("audited-deploy").map(({ textContent }) => textContent);
  await expect
    .poll(sentences)
    .toEqual([
      expect.stringContaining("First Owner created access token audited-ci for audited-deploy"),
      expect.stringContaining("First Owner changed the role of audited-deploy from User to Admin"),
      expect.stringContaining("First Owner created service user audited-deploy"),
    ]);
  const links = () =>
    rowsOf("audited-deploy").flatMap((row) =>
      within(row).queryAllByRole("link", { name: "audited-deploy" }),
    );
  await user.click(links()[0] ?? document.body);
  await expect.poll(addressNow).toBe(`/team/service-users/${id}`);

  await api("DELETE", `/api/users/${id}/tokens/${made.body.personal_access_token.id}`);
  await api("DELETE", `/api/users/${id}`);
  await openPage(`/activity?target_id=${id}`, owner);
  await expect.poll(sentences).toHaveLength(5);
  expect(sentences()[0]).toContain("First Owner deleted service user audited-deploy");
  expect(sentences()[1]).toContain("First Owner revoked access token audited-ci of audited-deploy");
  expect(links()).toEqual([]);
  screen.getByRole("button", { name: "Remove the filter Target: audited-deploy" });
});

test("the details hold every value and the request id, and open and close by keyboard (B11)", async () => {
  const body = { name: "Detailed", peers: [], resources: [] };
  const made = await callApi("POST", "/api/groups", {
    token: owner.token,
    body,
    headers: { "x-request-id": "the-request-of-the-group" },
  });
  const user = await openPage(`/activity?target_id=${made.body.id}`, owner);
  const name = /^Details: First Owner created group/;
  const details = await screen.findByRole("button", { name });
  details.focus();
  await user.keyboard("{Enter}");
  await expect.poll(() => details.getAttribute("aria-expanded")).toBe("true");
  await screen.findByText("group.add");
  screen.getByText("the-request-of-the-group");
  screen.getByRole("button", { name: "Copy request ID" });
  await user.keyboard("{Enter}");
  await expect.poll(() => details.getAttribute("aria-expanded")).toBe("false");
  await expect.poll(() => screen.queryByText("the-request-of-the-group")).toBeNull();
});

test("filters are in the address under the API's own names, shared and removed one by one (B20)", async () => {
  const id = await serviceUser("filtered-ci");
  for (const is_blocked of [true, false]) {
    await api("PUT", `/api/users/${id}`, { role: "user", auto_groups: [], is_blocked });
  }
  const user = await openPage("/activity", owner);
  await press(user, "table-filters-button");
  await user.click(await screen.findByRole("checkbox", { name: "User blocked" }));
  await expect.poll(addressNow).toMatch(/activity_code=user\.block$/);
  await user.click(await screen.findByRole("checkbox", { name: "User unblocked" }));
  await user.type(await screen.findByLabelText("From"), "2020-01-02");
  await expect.poll(addressNow).toMatch(/since=2020-01-0[123]T/);
  await user.keyboard("{Escape}");
  await fill(user, await byTestId("table-search-input"), "filtered-ci");
  await screen.findByText("2 events");

  const fileOf = async (name: RegExp) => {
    const href = (await screen.findByRole("link", { name })).getAttribute("href");
    return api("GET", href ?? "");
  };
  const csv = await fileOf(/^CSV/);
  expect(csv.headers.get("content-disposition")).toContain(".csv");
  expect(csv.body.trim().split("\r\n")).toHaveLength(3);
  expect((await fileOf(/^JSON/)).body).toHaveLength(2);

  const again = await openPage(addressNow(), owner);
  await screen.findByText("2 events");
  const unblocked = { name: "Remove the filter User unblocked" };
  await again.click(await screen.findByRole("button", unblocked));
  await screen.findByText("1 event");
  await expect
    .poll(() => document.activeElement)
    .toBe(await screen.findByRole("list", { name: "Active filters" }));
  expect(rowsOf("blocked filtered-ci")).toHaveLength(1);
  await press(again, "reset-filters-and-search");
  await expect.poll(addressNow).toBe("/activity");
  expect(((await byTestId("table-search-input")) as HTMLInputElement).value).toBe("");
});

test("a day that is chosen ends with that day where the reader is", async () => {
  // The reader's clock is 5:30 h ahead of UTC: TZ of the tests.
  const user = await openPage("/activity", owner);
  await press(user, "table-filters-button");
  await user.type(await screen.findByLabelText("To"), "2020-01-02");
  await expect.poll(addressNow).toContain("until=2020-01-02T18:30:00.000Z");
  await user.keyboard("{Escape}");
  const chip = await screen.findByRole("button", { name: /^Remove the filter To/ });
  expect(chip.textContent).toMatch(/^To: .*2020$/);
  await screen.findByText("No event matches");
  await user.click(await screen.findByRole("link", { name: "Show all events" }));
  expect((await screen.findAllByTestId("event-details")).length).toBeGreaterThan(0);
});

test("pages lead on and back, and a cursor that fits nothing leads to the first", async () => {
  for (let count = 0; count < 55; count += 1) {
    await api("POST", "/api/groups", { name: `paged ${count}`, peers: [], resources: [] });
  }
  const user = await openPage("/activity?activity_code=group.add", owner);
  expect(await screen.findAllByTestId("event-details")).toHaveLength(50);
  await user.click(await screen.findByRole("link", { name: "Next" }));
  await screen.findByText("paged 0");
  await user.click(await screen.findByRole("link", { name: "Previous" }));
  await screen.findByText("paged 54");
  await openPage("/activity?activity_code=group.add&cursor=nowhere", owner);
  expect(addressNow()).toMatch(/activity_code=group\.add$/);
});

test("without events.read the page says so instead of showing an empty list (B1)", async () => {
  await openPage("/activity", await seedUser(account, { role: "user" }));
  await screen.findByText(/Your role does not allow this\./);
  expect(screen.queryByText("No event matches")).toBeNull();
  expect(screen.queryByRole("link", { name: "Activity" })).toBeNull();
});

test("a reload in place shows what happened since", async () => {
  const body = { name: "since the page was read", peers: [], resources: [] };
  const user = await openPage("/activity?activity_code=group.delete,group.add", owner);
  await api("POST", "/api/groups", body);
  await user.click(await screen.findByRole("button", { name: "Refresh" }));
  await screen.findByText("since the page was read");
  expect(addressNow()).toMatch(/activity_code=group\.delete,group\.add$/);
});

test("with a NetBird server, its audit log is beside Roost's, which is exported", async () => {
  const { server } = await netbirdBehind();
  const user = await openPage("/activity", owner);
  const [csv] = await screen.findAllByRole("link", { name: /^CSV/ });
  expect(csv?.getAttribute("href")).toMatch(/^\/api\/roost\/events\/audit\/export\?/);
  const logs = within(await screen.findByRole("navigation", { name: "Audit logs" }));
  await user.click(logs.getByRole("link", { name: "NetBird" }));
  await expect.poll(addressNow).toBe("/activity?view=netbird");
  await screen.findAllByText(/^roost: people/);
  expect(screen.queryByRole("link", { name: /^CSV/ })).toBeNull();
  server.misbehave(faults.internal, ({ operation }) => operation === "GET /api/events/audit");
  await openPage("/activity?view=netbird", owner);
  await screen.findByText("NetBird did not answer");
});

test("without a NetBird server, its view is Roost's list", async () => {
  await openPage("/activity?view=netbird", owner);
  await screen.findAllByRole("link", { name: /^CSV/ });
  expect(screen.queryByRole("navigation", { name: "Audit logs" })).toBeNull();
});
