import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { intercept, sent } from "#app/testing/api-fetch.ts";
import { byTestId, fill, heading, notifications, press, textsOf } from "#app/testing/find.ts";
import { openPage } from "#app/testing/open-page.tsx";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

const RULE = { role: "user", is_service_user: true };

let owner: Member;
let api: OwnerApi;
let account: Parameters<typeof seedMember>[0];
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
});

async function serviceUser(name: string): Promise<string> {
  return (await api("POST", "/api/users", { ...RULE, name })).body.id;
}

const nameField = () => screen.findByLabelText<HTMLInputElement>("Name");
const badges = textsOf("group-badge");
const blockSwitch = () => screen.findByRole("switch", { name: "Block service user" });
/** The bodies of the updates that the page has sent. */
const updates = () =>
  sent.filter(({ method }) => method === "PUT").map(({ body }) => JSON.parse(body ?? ""));

test("name, role, groups and block are saved together by one request and survive a reload", async () => {
  const id = await serviceUser("details");
  const group = await api("POST", "/api/groups", { name: "known group" });
  const user = await openPage(`/team/service-users/${id}`, owner);
  const save = await byTestId("save-changes");
  expect(save.getAttribute("aria-disabled")).toBe("true");
  await fill(user, await nameField(), "renamed here ");
  await press(user, "user-role-selector");
  const roles = await screen.findAllByTestId("user-role-selector-item");
  await user.click(roles.find((role) => within(role).queryByText("Admin")) ?? save);
  await press(user, "user-group-selector");
  await user.type(await byTestId("user-group-selector-search"), "known group");
  await screen.findByRole("option", { name: "known group" });
  await user.keyboard("{Enter}{Escape}");
  await expect.poll(() => screen.queryByTestId("user-group-selector-search")).toBeNull();
  await user.click(await blockSwitch());
  await user.dblClick(save);
  await expect.poll(heading).toBe("renamed here");
  const saved = { role: "admin", auto_groups: [group.body.id], is_blocked: true };
  expect(updates()).toEqual([{ ...saved, name: "renamed here" }]);

  const again = await openPage(`/team/service-users/${id}`, owner);
  await expect.poll(badges).toEqual(["known group"]);
  expect((await blockSwitch()).getAttribute("aria-checked")).toBe("true");
  await press(again, "group-badge");
  await press(again, "save-changes");
  await expect.poll(notifications).toContain("renamed here saved");
  const { body } = await api("GET", `/api/users/${id}`);
  expect(body).toMatchObject({ ...saved, auto_groups: [], name: "renamed here" });
});

test("saving leaves what others changed in the meantime as they left it (B17)", async () => {
  const id = await serviceUser("contended");
  const group = await api("POST", "/api/groups", { name: "theirs" });
  const user = await openPage(`/team/service-users/${id}`, owner);
  await fill(user, await nameField(), "mine");
  const theirs = { role: "auditor", auto_groups: [group.body.id], is_blocked: true };
  await api("PUT", `/api/users/${id}`, theirs);
  await press(user, "save-changes");
  await expect.poll(heading).toBe("mine");
  expect((await api("GET", `/api/users/${id}`)).body).toMatchObject({ ...theirs, name: "mine" });
  expect(textsOf("user-role-selector")()).toEqual(["Auditor"]);
  expect(badges()).toEqual(["theirs"]);
});

test("changes made while a save is under way are kept, and are still to be saved", async () => {
  const id = await serviceUser("saved late");
  const user = await openPage(`/team/service-users/${id}`, owner);
  const answer = Promise.withResolvers<undefined>();
  intercept(async ({ method }) => (method === "PUT" ? answer.promise : undefined));
  await fill(user, await nameField(), "sent first");
  await press(user, "save-changes");
  await expect.poll(updates).toHaveLength(1);
  await fill(user, await nameField(), "typed during it");
  answer.resolve(undefined);
  await expect.poll(heading).toBe("sent first");
  expect((await nameField()).value).toBe("typed during it");
  await press(user, "save-changes");
  await expect.poll(heading).toBe("typed during it");
  expect((await api("GET", `/api/users/${id}`)).body.name).toBe("typed during it");
  await expect
    .poll(() => screen.getByTestId("save-changes").getAttribute("aria-disabled"))
    .toBe("true");
});

test("a missing group is created by its name and Enter, or by its own field; a double press chooses once; All is not offered (B5)", async () => {
  const id = await serviceUser("grouped");
  for (const name of ["pressed twice", "Allies"]) await api("POST", "/api/groups", { name });
  const user = await openPage(`/team/service-users/${id}`, owner);
  await press(user, "user-group-selector-open-close");
  const search = await byTestId("user-group-selector-search");
  await expect.poll(() => document.activeElement).toBe(search);
  await fill(user, search, "All");
  await screen.findByRole("option", { name: "Allies" });
  expect(screen.queryByRole("option", { name: "All" })).toBeNull();
  await fill(user, search, "typed group");
  await user.keyboard("{Enter}");
  await expect.poll(badges).toEqual(["typed group"]);
  await fill(user, search, "pressed tw");
  await user.dblClick(await screen.findByRole("option", { name: "pressed twice" }));
  await expect.poll(badges).toEqual(["typed group", "pressed twice"]);
  await press(user, "open-create-group");
  await fill(user, await byTestId("group-name-input"), " ");
  await press(user, "create-group");
  await screen.findByText("Group name shouldn't be empty.");
  await fill(user, await byTestId("group-name-input"), " Pressed TWICE");
  await press(user, "create-group");
  await screen.findByText("A group with this name exists.");
  await fill(user, await byTestId("group-name-input"), "named group");
  await user.dblClick(await byTestId("create-group"));
  await expect.poll(badges).toEqual(["typed group", "pressed twice", "named group"]);
  await user.keyboard("{Escape}");
  await expect.poll(() => document.activeElement).toBe(await byTestId("user-group-selector"));
  const before = await api("GET", "/api/groups");
  const names = before.body.map(({ name }: { name: string }) => name);
  expect(names, "nothing is created before Save").not.toContain("typed group");
  await press(user, "save-changes");
  await expect.poll(notifications).toContain("grouped saved");
  expect((await api("GET", `/api/users/${id}`)).body.auto_groups).toHaveLength(3);
});

test("Enter on the start of a group's name, in any case, chooses that group and creates none (H1)", async () => {
  const id = await serviceUser("prefixed");
  const group = await api("POST", "/api/groups", { name: "Operations" });
  const user = await openPage(`/team/service-users/${id}`, owner);
  await press(user, "user-group-selector");
  const search = await byTestId("user-group-selector-search");
  await fill(user, search, "oper");
  await screen.findByRole("option", { name: "Operations" });
  await user.keyboard("{Enter}");
  await expect.poll(badges).toEqual(["Operations"]);
  await fill(user, search, "OPERATIONS");
  const options = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
  await expect.poll(options).toEqual(["Operations"]);
  await user.keyboard("{Escape}");
  await press(user, "save-changes");
  await expect.poll(notifications).toContain("prefixed saved");
  expect((await api("GET", `/api/users/${id}`)).body.auto_groups).toEqual([group.body.id]);
});

test.each(["network_admin", "auditor"] as const)(
  "the role %s sees why a user cannot be changed, and that tokens are hidden, not absent (B2)",
  async (role) => {
    const id = await serviceUser(`guarded from ${role}`);
    await api("POST", `/api/users/${id}/tokens`, { name: "there is one", expires_in: 9 });
    const reader = await seedMember(account, { role });
    const user = await openPage(`/team/service-users/${id}`, reader);
    await screen.findByText("You don't have access to these tokens");
    expect(screen.queryByText(/No access tokens/)).toBeNull();
    expect((await nameField()).readOnly).toBe(true);
    const reason = { description: /Your role does not allow this/ };
    const form = within(screen.getByRole("form", { name: "Details" }));
    const visible = form.getAllByText(reason.description).filter((one) => !one.closest(".sr-only"));
    expect(visible, "the reason is visible once").toHaveLength(1);
    form.getByRole("textbox", { name: "Name", ...reason });
    form.getByRole("button", { name: "Save changes", ...reason });
    const block = form.getByRole("switch", { name: "Block service user", ...reason });
    expect(screen.getByTestId("save-changes").getAttribute("aria-disabled")).toBe("true");
    expect(block.getAttribute("aria-disabled")).toBe("true");
    block.focus();
    await user.keyboard(" ");
    expect(block.getAttribute("aria-checked")).toBe("false");
  },
);

test("events by and about a user are listed as sentences, newest first", async () => {
  const id = await serviceUser("watched");
  await api("PUT", `/api/users/${id}`, { role: "admin", auto_groups: [], is_blocked: false });
  await openPage(`/team/service-users/${id}`, owner);
  const section = within(await screen.findByRole("region", { name: "Activity" }));
  const events = section.getAllByRole("listitem");
  expect(events.at(0)?.textContent).toContain(
    "First Owner changed the role of watched from User to Admin",
  );
  expect(events.at(-1)?.textContent).toContain("First Owner created service user watched");
  expect(section.getByRole("link", { name: "View all activity" }).getAttribute("href")).toBe(
    `/activity?target_id=${id}`,
  );
});

test("no shortcut signs out (B15)", async () => {
  const user = await openPage(`/team/users/${owner.id}`, owner);
  await screen.findByTestId("user-dropdown");
  await user.keyboard("{Shift>}{Control>}L{/Control}{Meta>}L{/Meta}{/Shift}");
  expect(sent).toEqual([]);
  await openPage(`/team/users/${owner.id}`, owner);
  await expect.poll(heading).toContain("First Owner");
});
