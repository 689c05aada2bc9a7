import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import {
  byTestId,
  fill,
  notifications,
  press,
  rowOf,
  rowsOf,
  textsOf,
  type User,
} from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { findGroups } from "#components/shared/find-groups.ts";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { objectsAt } from "#lib/dev/testing/netbird/state.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { type SeededAccount, seedUser } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
});

async function openMenu(user: User, group: string): Promise<void> {
  await user.click(await screen.findByRole("button", { name: `Actions for ${group}` }));
}

const entry = (name: string) => screen.findByRole("menuitem", { name: new RegExp(`^${name}`) });

test("a group is created, renamed and deleted, with what it holds kept on renaming (B17)", async () => {
  const user = await openPage("/team/groups", owner);
  await press(user, "open-create-group");
  await screen.findByRole("dialog", { name: "Create group" });
  await fill(user, await byTestId("group-name-input"), "  Devs ");
  await user.keyboard("{Enter}");
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  await expect.poll(() => document.activeElement).toBe(await byTestId("open-create-group"));
  await rowOf("Devs");

  const [made] = (await api("GET", "/api/groups?name=Devs")).body;
  const held = { name: "Devs", peers: ["p1", "p2"], resources: [{ id: "r1", type: "host" }] };
  await api("PUT", `/api/groups/${made.id}`, held);
  await openMenu(user, "Devs");
  await user.click(await entry("Rename group"));
  await screen.findByRole("dialog", { name: "Rename group Devs" });
  await fill(user, await byTestId("group-name-input"), "Developers");
  await press(user, "rename-group");
  await expect.poll(() => rowsOf("Developers")[0]?.textContent).toContain("2");
  expect((await api("GET", `/api/groups/${made.id}`)).body).toMatchObject({
    name: "Developers",
    peers_count: 2,
    resources_count: 1,
  });

  await openMenu(user, "Developers");
  await user.click(await entry("Delete group"));
  const question = await screen.findByRole("alertdialog", { name: "Delete group Developers?" });
  expect(question.textContent).toContain("It contains 2 peers and 1 resource");
  await press(user, "confirmation.confirm");
  await expect.poll(() => rowsOf("Developers")).toEqual([]);
  await expect.poll(notifications).toContain("Group Developers deleted");
  expect((await api("GET", `/api/groups/${made.id}`)).status).toBe(404);
});

test("the users of a group are listed and linked before it is deleted", async () => {
  const group = (await api("POST", "/api/groups", { name: "Held" })).body;
  for (const name of ["holder-one", "holder-two"]) {
    const body = { name, role: "user", is_service_user: true, auto_groups: [group.id] };
    await api("POST", "/api/users", body);
  }
  const user = await openPage("/team/groups?search=held", owner);
  await openMenu(user, "Held");
  const deletion = await entry("Delete group");
  expect(deletion.getAttribute("aria-disabled")).toBe("true");
  expect(deletion.textContent).toContain("In use by holder-one and holder-two");
  // It is refused, but not out of reach.
  await user.click(deletion);
  expect(screen.queryByRole("alertdialog")).toBeNull();
  await user.keyboard("{Escape}");
  await user.click(
    await screen.findByRole("link", { name: "2 service users with the group Held" }),
  );
  await expect.poll(addressNow).toBe(`/team/service-users?group_id=${group.id}`);
  await expect.poll(textsOf("user-name-cell")).toEqual(["holder-two", "holder-one"]);
});

test("a group that got a user in the meantime stays, and the server's reason is shown (B8)", async () => {
  const group = (await api("POST", "/api/groups", { name: "Raced" })).body;
  const user = await openPage("/team/groups?search=raced", owner);
  await openMenu(user, "Raced");
  await user.click(await entry("Delete group"));
  const body = { name: "racer", role: "user", is_service_user: true, auto_groups: [group.id] };
  await api("POST", "/api/users", body);
  await press(user, "confirmation.confirm");
  const dialog = within(await screen.findByRole("alertdialog"));
  expect((await dialog.findByRole("alert")).textContent).toContain("In use by racer");
  await expect.poll(notifications).toEqual(["Request failed with status code 400"]);
  await press(user, "confirmation.cancel");
  await rowOf("Raced");
});

test("the group All cannot be changed, and says why", async () => {
  const user = await openPage("/team/groups?search=all", owner);
  await openMenu(user, "All");
  expect((await entry("Rename group")).textContent).toContain("cannot be renamed");
  const deletion = await entry("Delete group");
  expect(deletion.textContent).toContain("is built in and cannot be deleted");
  deletion.focus();
  expect(document.activeElement).toBe(deletion);
});

test("a name that is blank or taken is refused at the field, and two presses make one (B5, B18)", async () => {
  const user = await openPage("/team/groups", owner);
  await press(user, "open-create-group");
  const input = await byTestId("group-name-input");
  const alert = () => within(screen.getByRole("dialog")).queryByRole("alert")?.textContent;
  await fill(user, input, "   ");
  await user.keyboard("{Enter}");
  await expect.poll(alert).toBe("Name can't be blank.");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  await fill(user, input, "All");
  await user.keyboard("{Enter}");
  await expect.poll(alert).toBe("Group with name all already exists.");
  await fill(user, input, "Once");
  await user.dblClick(await byTestId("create-group"));
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  const { body } = await api("GET", "/api/groups");
  expect(body.filter(({ name }: { name: string }) => name === "Once")).toHaveLength(1);
});

test("search and order are in the address, the order by a button that says which way (B11, B12, B20)", async () => {
  for (const name of ["sorted b", "Sorted A", "sorted c"])
    await api("POST", "/api/groups", { name });
  const user = await openPage("/team/groups", owner);
  await fill(user, await byTestId("table-search-input"), "SORTED ");
  await expect.poll(addressNow).toMatch(/search=SORTED/);
  const names = () =>
    screen.queryAllByText(/^sorted /i, { selector: "td *" }).map(({ textContent }) => textContent);
  await expect.poll(names).toEqual(["Sorted A", "sorted b", "sorted c"]);
  const heading = () => screen.getByRole("columnheader", { name: "Name" });
  const order = () => heading().getAttribute("aria-sort");
  expect(order()).toBe("ascending");
  within(heading()).getByRole("button").focus();
  await user.keyboard("{Enter}");
  await expect.poll(order).toBe("descending");
  await expect.poll(addressNow).toMatch(/sort=-name/);
  const again = await openPage(addressNow(), owner);
  await expect.poll(names).toEqual(["sorted c", "sorted b", "Sorted A"]);
  await fill(again, await byTestId("table-search-input"), "no group is called so");
  await screen.findByText("No group matches");
});

test("an auditor reads groups and sees why editing is disabled; a network admin edits them (B1, B2)", async () => {
  const auditor = await openPage("/team/groups", await seedUser(account, { role: "auditor" }));
  const description = "Your role does not allow this.";
  await screen.findByRole("button", { name: "Create group", description });
  await openMenu(auditor, "All");

  const admin = await openPage("/team/groups", await seedUser(account, { role: "network_admin" }));
  await press(admin, "open-create-group");
  await fill(admin, await byTestId("group-name-input"), "By a network admin");
  await admin.keyboard("{Enter}");
  await rowOf("By a network admin");

  await openPage("/team/groups", await seedUser(account, { role: "user" }));
  await screen.findByText(/Your role does not allow this\./);
  expect(screen.queryByText("No group matches")).toBeNull();
});

async function groupsAtNetBird() {
  const { server } = await netbirdBehind();
  // Another account than in an earlier test would be refused.
  server.state.accountId = "account";
  return objectsAt(server.state, "/api/groups");
}

test("NetBird's groups are created, renamed and deleted there, and shown at once", async () => {
  const upstream = await groupsAtNetBird();
  upstream.set("g1", { id: "g1", name: "other", peers: null, resources: null });
  const names = () => [...upstream.values()].map(({ name }) => name);
  const user = await openPage("/team/groups", owner);
  expect(screen.queryByRole("columnheader", { name: "Peers" })).toBeNull();
  await press(user, "open-create-group");
  await fill(user, await byTestId("group-name-input"), "Ops-NetBird");
  await press(user, "create-group");
  await expect.poll(() => rowsOf("Ops-NetBird").length).toBe(1);
  await openMenu(user, "Ops-NetBird");
  await user.click(await entry("Rename group"));
  await fill(user, await byTestId("group-name-input"), "Ops-renamed");
  await press(user, "rename-group");
  await expect.poll(() => rowsOf("Ops-renamed").length).toBe(1);
  expect(names()).toContain("Ops-renamed");
  await openMenu(user, "Ops-renamed");
  await user.click(await entry("Delete group"));
  await screen.findByText("It is deleted at NetBird, which refuses that for a group in use.");
  await press(user, "confirmation.confirm");
  await expect.poll(() => rowsOf("Ops-renamed").length).toBe(0);
  expect(names()).not.toContain("Ops-renamed");
});

test("a search finds the matching groups alone, although NetBird lists all for any question", async () => {
  const upstream = await groupsAtNetBird();
  for (const name of ["Büro", "buero", "dev"]) upstream.set(name, { id: name, name, peers: [] });
  await openPage("/team/groups", owner);
  const found = async (...asked: Parameters<typeof findGroups>) => {
    const result = await findGroups(...asked);
    return result.ok ? result.data.map(({ name }) => name) : result.failure;
  };
  expect(await found({ search: "BÜ" }, 5)).toEqual(["Büro"]);
  expect(await found({ same_name: "DEV" }, 5)).toEqual(["dev"]);
  expect(await found({ same_name: "de" }, 5)).toEqual([]);
  expect(await found({ search: "" }, 2)).toHaveLength(2);
});
