import { screen, waitFor, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { byTestId, fill, press, rowOf, type User } from "#app/testing/find.ts";
import { openPage } from "#app/testing/open-page.tsx";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
beforeAll(async () => {
  ({ owner, api } = await newInstallation());
});

async function serviceUser(name: string, role: string) {
  const { body } = await api("POST", "/api/users", { name, role, is_service_user: true });
  return { id: body.id as string, path: `/team/service-users/${body.id}` };
}

/** The scopes of a service user's only token. */
async function storedScopes(userId: string): Promise<string[] | undefined> {
  return (await api("GET", `/api/users/${userId}/tokens`)).body[0].scopes;
}

async function openControl(path: string): Promise<User> {
  const user = await openPage(path, owner);
  await press(user, "access-token-open-modal");
  await fill(user, await byTestId("access-token-name"), "narrow");
  await press(user, "change-scopes");
  await screen.findByRole("radio", { name: /^Custom/ });
  return user;
}

const card = (name: RegExp) => screen.getByRole<HTMLInputElement>("radio", { name });
const row = (name: string) => within(screen.getByRole("group", { name }));
const level = (name: string, label: string) =>
  row(name).getByRole<HTMLInputElement>("radio", { name: label });
const sentence = () => screen.queryAllByTestId("scope-sentence").at(-1)?.textContent?.trim();

test("a token is created with the whole role unless the rights are changed", async () => {
  const { id, path } = await serviceUser("whole", "admin");
  const user = await openPage(path, owner);
  await press(user, "access-token-open-modal");
  expect((await byTestId("scope-summary")).textContent).toBe("Same as its role");
  expect(sentence()).toBe("Can do everything whole can, now and in later versions.");
  await fill(user, await byTestId("access-token-name"), "whole");
  await press(user, "create-access-token");
  await press(user, "access-token-copy-close");
  expect(await storedScopes(id)).toBeUndefined();
});

test("a preset is sent as its scopes, with self-rotation if wanted, and shown with the token", async () => {
  const { id, path } = await serviceUser("preset", "admin");
  const user = await openControl(path);
  await user.click(card(/^CI deploys setup keys/));
  await press(user, "scope-rotates-itself");
  await press(user, "change-scopes");
  expect((await byTestId("scope-summary")).textContent).toBe("CI deploys setup keys");
  const said = "Creates setup keys. Can rotate itself. Cannot change anything else.";
  expect(sentence()).toContain(said.slice(0, 19));
  await press(user, "create-access-token");
  await byTestId("access-token-copy-close");
  await waitFor(() => expect(screen.getByRole("dialog").textContent).toContain("Reads groups."));
  await press(user, "access-token-copy-close");
  expect(await storedScopes(id)).toEqual(["groups:read", "self:update", "setup_keys:create"]);
  await press(user, "access-token-usage", await rowOf("narrow"));
  const table = within(await byTestId("rights-table"));
  const cells = within(table.getByRole("row", { name: /^Setup keys/ })).getAllByRole("cell");
  expect(cells.map(({ textContent }) => textContent)).toEqual([
    "read, write",
    "create",
    "createread, update, delete not in its scopes",
  ]);
});

test("one's own choice starts from the preset, by pointer and by letter", async () => {
  const { id, path } = await serviceUser("custom", "admin");
  const user = await openControl(path);
  await user.click(card(/^Access review/));
  await user.click(card(/^Custom/));
  expect(level("Users", "Read").checked).toBe(true);
  expect(level("All of Team", "Read").checked).toBe(true);
  await user.click(level("Activity", "None"));
  level("Users", "Read").focus();
  await user.keyboard("n");
  expect(level("Users", "None").checked).toBe(true);
  expect(screen.getByRole("row", { name: /^Team/ }).textContent).toContain("Mixed");
  await user.click(level("Setup keys", "Write"));
  await user.click(screen.getByRole("checkbox", { name: "Create only Setup keys" }));
  expect(sentence()).toContain("Reads access tokens.");
  await press(user, "create-access-token");
  await press(user, "access-token-copy-close");
  expect(await storedScopes(id)).toEqual(["pats:read", "setup_keys:create"]);
});

test("what the role lacks cannot be chosen, and the reason describes it", async () => {
  const { path } = await serviceUser("reader", "user");
  const user = await openControl(path);
  expect(screen.queryByRole("radio", { name: /^Help desk/ })).toBeNull();
  expect(screen.getByText("Help desk").closest("li")?.textContent).toBe(
    "Help desk: Its role lacks rights on users and peers.",
  );
  await user.click(card(/^Custom/));
  const peers = screen.getByRole("group", { name: "Peers", description: /Role allows read only/ });
  expect(within(peers).getByRole<HTMLInputElement>("radio", { name: "Write" }).disabled).toBe(true);
  level("Peers", "None").focus();
  await user.keyboard("w");
  expect(level("Peers", "None").checked).toBe(true);
});

test("the table is narrowed by a search and by what is granted or sensitive", async () => {
  const { path } = await serviceUser("searched", "admin");
  const user = await openControl(path);
  await user.click(card(/^Custom/));
  const shown = () =>
    within(screen.getByTestId("scope-table"))
      .queryAllByRole("group")
      .map((group) => group.querySelector("legend")?.textContent);
  await fill(user, await byTestId("scope-search"), "setup");
  expect(shown()).toEqual(["All of Network", "Setup keys"]);
  await fill(user, await byTestId("scope-search"), "nothing like it");
  expect(shown()).toEqual([]);
  expect(screen.getByText("No rights match.")).toBeTruthy();
  await fill(user, await byTestId("scope-search"), "");
  await user.click(level("DNS", "Write"));
  await user.click(screen.getByRole("button", { name: "Granted 1" }));
  expect(shown()).toEqual(["All of Network", "DNS"]);
});
