import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { intercept, sent } from "#app/testing/api-fetch.ts";
import { byTestId, fill, press, rowOf, type User } from "#app/testing/find.ts";
import { openPage } from "#app/testing/open-page.tsx";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { type SeededAccount, seedUser } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
let account: SeededAccount;
let ada: { id: string };
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
  ada = await seedUser(account, { role: "user", name: "Ada Contact" });
  await seedUser(account, { role: "user", name: "Grace Contact" });
  await seedUser(account, { role: "user", name: "Blocked Contact", isBlocked: true });
});

async function serviceUser(name: string, more: object = {}) {
  const body = { role: "user", is_service_user: true, name, ...more };
  return (await api("POST", "/api/users", body)).body;
}

const picker = () => byTestId("user-contact-selector");
const search = () => screen.queryByTestId("user-contact-selector-search");
const options = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
const contactOf = async (id: string) => (await api("GET", `/api/users/${id}`)).body.contact;

async function openSearch(user: User) {
  await user.click(await picker());
  return byTestId("user-contact-selector-search");
}

test("a contact is found by name among active users, chosen by keyboard and saved", async () => {
  const { id } = await serviceUser("contacted");
  const user = await openPage(`/team/service-users/${id}`, owner);
  expect((await picker()).textContent).toBe("Who to ask about it");
  const field = await openSearch(user);
  await user.type(field, "contact");
  await expect.poll(options).toEqual(["Ada Contact", "Grace Contact"]);
  const active = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
  expect(active()?.textContent).toBe("Ada Contact");
  await user.keyboard("{ArrowDown}");
  expect(active()?.textContent).toBe("Grace Contact");
  await user.keyboard("{ArrowDown}{Enter}");
  await expect.poll(search).toBeNull();
  expect((await picker()).textContent).toBe("Ada Contact");
  await press(user, "save-changes");
  await expect.poll(() => contactOf(id)).toBe(ada.id);
});

test("a contact is removed by the first choice, which a search does not offer", async () => {
  const { id } = await serviceUser("uncontacted", { contact: ada.id });
  const user = await openPage(`/team/service-users/${id}`, owner);
  const field = await openSearch(user);
  await expect.poll(() => options()[0]).toBe("None");
  await user.type(field, "grace");
  await expect.poll(options).toEqual(["Grace Contact"]);
  await user.clear(field);
  await user.click(await screen.findByRole("option", { name: "None" }));
  expect((await picker()).textContent).toBe("Who to ask about it");
  await press(user, "save-changes");
  await expect.poll(() => contactOf(id)).toBeFalsy();
});

test("the search says that it finds no one, and that users could not be loaded", async () => {
  const { id } = await serviceUser("unanswered");
  const user = await openPage(`/team/service-users/${id}`, owner);
  const field = await openSearch(user);
  const box = within(await screen.findByRole("dialog", { name: "Contact" }));
  await user.type(field, "no such user");
  await box.findByText("No users found.");
  await user.keyboard("{Enter}");
  expect(search()).not.toBeNull();
  intercept(async ({ path }) =>
    path.startsWith("/api/users?") ? new Response("{}", { status: 500 }) : undefined,
  );
  await user.clear(field);
  await box.findByText("Could not load users. Close this and try again.");
});

test("the popup of a new service user sends its contact and shows why one is refused", async () => {
  const user = await openPage("/team/service-users", owner);
  await press(user, "open-service-user-modal");
  await fill(user, await byTestId("service-user-name"), "made with contact");
  await openSearch(user);
  await user.click(await screen.findByRole("option", { name: "Ada Contact" }));
  await api("PUT", `/api/users/${ada.id}`, { role: "user", auto_groups: [], is_blocked: true });
  await press(user, "create-service-user");
  const chosen = await picker();
  await expect.poll(() => chosen.getAttribute("aria-invalid")).toBe("true");
  await openSearch(user);
  await user.click(await screen.findByRole("option", { name: "Grace Contact" }));
  expect((await picker()).getAttribute("aria-invalid")).toBeNull();
  await press(user, "create-service-user");
  expect((await rowOf("made with contact")).textContent).toContain("Grace Contact");
  const bodies = sent.filter(({ method }) => method === "POST").map(({ body }) => body);
  expect(bodies).toHaveLength(2);
});
