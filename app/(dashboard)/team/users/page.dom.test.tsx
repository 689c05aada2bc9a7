import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { intercept, sent } from "#app/testing/api-fetch.ts";
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
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { type SeededAccount, seedUser } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
});

const posts = () => sent.filter(({ method }) => method === "POST");
const statusOf = (name: string) => () =>
  rowsOf(name).map((row) => within(row).getByTestId("user-status-cell").textContent);

/** Opens the menu of a row and presses an entry; the menu marks it with `data-cy`. */
async function choose(user: User, row: string, entry: string): Promise<void> {
  await press(user, "user-actions", await rowOf(row));
  await user.click(await expectElement(`[data-cy="${entry}"]`));
}

async function expectElement(selector: string, inside: ParentNode = document): Promise<Element> {
  await expect.poll(() => inside.querySelector(selector)).not.toBeNull();
  return inside.querySelector(selector) as Element;
}

async function fillInvite(user: User, name: string, email: string): Promise<void> {
  await press(user, "open-invite-user-modal");
  await fill(user, await screen.findByLabelText("Name"), name);
  await fill(user, await screen.findByLabelText("Email"), email);
}

test("wrong fields of an invite are shown at the fields before a request (B6, B18)", async () => {
  const user = await openPage("/team/users", owner);
  await fillInvite(user, "   ", "no-address");
  await fill(user, await screen.findByLabelText("Expiration (days)"), "0");
  await user.keyboard("{Enter}");
  await screen.findByText("Name can't be blank.");
  await screen.findByText("Invalid email format: the @ is missing.");
  await screen.findByText("Enter a whole number of days from 1 to 365.");
  await fill(user, await screen.findByLabelText("Expiration (days)"), "");
  await user.keyboard("{Enter}");
  await screen.findByText("Enter a whole number of days from 1 to 365.");
  expect(posts()).toEqual([]);
});

test("a double press invites once, and a taken email is shown at its field (B5)", async () => {
  const user = await openPage("/team/users", owner);
  await fillInvite(user, "Once", "once@example.test");
  await user.dblClick(await screen.findByRole("button", { name: "Create invite link" }));
  await screen.findByText(/\/invite\/nbi_[0-9A-Za-z]{36}$/);
  expect(posts(), "the email alone would keep a second one away").toHaveLength(1);
  await user.click(await screen.findByRole("button", { name: "Close" }));
  expect((await api("GET", "/api/users/invites?search=once@")).body).toHaveLength(1);
  await fillInvite(user, "Twice", "once@example.test");
  await user.click(await screen.findByRole("button", { name: "Create invite link" }));
  await screen.findAllByText("Invite already exists for this email.");
  expect(screen.getByLabelText("Email").getAttribute("aria-invalid")).toBe("true");
  await expect.poll(notifications).toContain("Request failed with status code 409");
});

test("users pending approval are approved or rejected in the list", async () => {
  const pending = { isBlocked: true, pendingApproval: true } as const;
  const wanted = await seedUser(account, { role: "user", name: "Wanted", ...pending });
  const unwanted = await seedUser(account, { role: "user", name: "Unwelcome", ...pending });
  const user = await openPage("/team/users", owner);
  await user.click(await screen.findByRole("link", { name: "Show all" }));
  await expect.poll(addressNow).toMatch(/status=pending/);
  await expect.poll(statusOf("Wanted")).toEqual([expect.stringContaining("Pending")]);
  await user.click(await expectElement('[data-cy="approve-user"]', await rowOf("Wanted")));
  await expect.poll(() => rowsOf("Wanted")).toEqual([]);
  await user.click(await expectElement('[data-cy="reject-user"]', await rowOf("Unwelcome")));
  await press(user, "confirmation.confirm");
  await expect.poll(() => rowsOf("Unwelcome")).toEqual([]);
  expect((await api("GET", `/api/users/${wanted.id}`)).body).toMatchObject({
    is_blocked: false,
    pending_approval: false,
  });
  expect((await api("GET", `/api/users/${unwanted.id}`)).status).toBe(404);
});

test("blocking from a list read long ago puts nothing else back (B17)", async () => {
  const { id } = await seedUser(account, { role: "user", name: "Stale Row" });
  const group = await api("POST", "/api/groups", { name: "given since" });
  const user = await openPage("/team/users?search=stale", owner);
  const changed = { role: "auditor", auto_groups: [group.body.id], is_blocked: false };
  await api("PUT", `/api/users/${id}`, changed);
  await choose(user, "Stale Row", "block-user");
  await press(user, "confirmation.confirm");
  await expect.poll(statusOf("Stale Row")).toEqual([expect.stringContaining("Blocked")]);
  expect((await api("GET", `/api/users/${id}`)).body).toMatchObject({
    ...changed,
    is_blocked: true,
  });
});

test("a failed change is shown as a failure and never as done (B8)", async () => {
  await seedUser(account, { role: "user", name: "Unlucky" });
  const user = await openPage("/team/users?search=unlucky", owner);
  intercept(async ({ method }) => {
    if (method !== "PUT") return undefined;
    const headers = { "x-request-id": "req-503" };
    return Response.json({ message: "no time", code: 503 }, { status: 503, headers });
  });
  await choose(user, "Unlucky", "block-user");
  await press(user, "confirmation.confirm");
  await expect.poll(notifications).toEqual(["Request failed with status code 503"]);
  expect(textsOf("notification-request-id")()).toEqual(["req-503"]);
  screen.getByRole("alertdialog");
});

test("why a user cannot block or delete themselves is said in the menu, reachable by keyboard (B11)", async () => {
  const user = await openPage("/team/users?search=first+owner", owner);
  const actions = await byTestId("user-actions");
  actions.focus();
  await user.keyboard("{Enter}");
  const block = await screen.findByRole("menuitem", { name: /Block/ });
  expect(block.textContent).toContain("block yourself");
  const deletion = await byTestId("delete-user");
  expect(deletion.textContent).toContain("You cannot delete your own account.");
  await user.keyboard("{End}");
  await expect.poll(() => document.activeElement).toBe(deletion);
  await user.keyboard("{Enter}");
  expect(screen.queryByRole("alertdialog")).toBeNull();
  await user.keyboard("{Escape}");
  await expect.poll(() => document.activeElement).toBe(screen.getByTestId("user-actions"));
});

test("a role of two words finds its users, and search, filter and order live in the address (B12, B20)", async () => {
  const group = await api("POST", "/api/groups", { name: "filtered" });
  const { id } = await seedUser(account, { role: "network_admin", name: "Net Worker" });
  const body = { role: "network_admin", auto_groups: [group.body.id], is_blocked: false };
  await api("PUT", `/api/users/${id}`, body);
  await seedUser(account, { role: "network_admin", name: "Another One" });
  const user = await openPage("/team/users", owner);
  await fill(user, await byTestId("table-search-input"), "network admin");
  const names = textsOf("user-name-cell");
  await expect.poll(names).toHaveLength(2);
  expect(names().join()).toMatch(/Another One.*Net Worker|Net Worker.*Another One/);
  await press(user, "table-filters-button");
  await press(user, "radio-option-filtered", await byTestId("table-filter-group_names_filter"));
  await expect.poll(names).toHaveLength(1);
  await user.keyboard("{Escape}");
  const heading = () => screen.findByRole("columnheader", { name: "Name" });
  within(await heading())
    .getByRole("button")
    .focus();
  await user.keyboard("{Enter}");
  await expect.poll(addressNow).toMatch(/sort=name/);
  await expect.poll(async () => (await heading()).getAttribute("aria-sort")).toBe("ascending");
  expect(addressNow()).toContain(`group_id=${group.body.id}`);
  await openPage(addressNow(), owner);
  await expect.poll(names).toEqual([expect.stringContaining("Net Worker")]);
  const search = () => byTestId("table-search-input") as Promise<HTMLInputElement>;
  expect((await search()).value).toBe("network admin");
  expect((await heading()).getAttribute("aria-sort")).toBe("ascending");
  await openPage("/team/users", owner);
  expect((await search()).value, "nothing but the address narrows").toBe("");
});

test.each(["/team/users", "/team/users?view=invites", "/team/service-users"])(
  "without users.read %s says so instead of showing an empty list (B1)",
  async (path) => {
    await openPage(path, await seedUser(account, { role: "user" }));
    await screen.findByText("You don't have access to this page");
  },
);

test("a service user is renamed, blocked and deleted from its row, with the last use of its tokens", async () => {
  const machine = await seedMember(account, {
    name: "old name",
    role: "user",
    isServiceUser: true,
  });
  const idle = { name: "idle one", expires_in: 9 };
  await api("POST", `/api/users/${machine.id}/tokens`, idle);
  const used = { lastUsedAt: new Date(), lastUsedIp: "127.0.0.1" };
  await database().write(async (tx) => {
    await tx.token.update({ where: { id: machine.tokenId }, data: used });
    await tx.tokenSecret.updateMany({ where: { tokenId: machine.tokenId }, data: used });
  });
  const user = await openPage("/team/service-users", owner);
  await press(user, "user-actions", await rowOf("old name"));
  await user.click(await screen.findByRole("menuitem", { name: "Rename" }));
  const rename = within(
    await screen.findByRole("dialog", { name: "Rename service user old name" }),
  );
  await fill(user, rename.getByLabelText("Name"), "  ");
  await user.keyboard("{Enter}");
  await rename.findByText("Name can't be blank.");
  await fill(user, rename.getByLabelText("Name"), "new name ");
  await user.keyboard("{Enter}");
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  const opener = () => rowsOf("new name")[0]?.querySelector('[data-testid="user-actions"]');
  await expect.poll(() => document.activeElement).toBe(opener());

  const call = () => callApi("GET", "/api/users", { token: machine.token });
  await choose(user, "new name", "block-user");
  await press(user, "confirmation.confirm");
  await expect.poll(statusOf("new name")).toEqual([expect.stringContaining("Blocked")]);
  expect((await call()).status).toBe(403);

  await choose(user, "new name", "unblock-user");
  expect((await screen.findByRole("alertdialog")).textContent).toContain(
    "Its access tokens work again",
  );
  await press(user, "confirmation.confirm");
  await expect.poll(statusOf("new name")).toEqual([expect.stringContaining("Active")]);
  expect((await call()).status).toBe(200);

  await press(user, "user-actions", await rowOf("new name"));
  await press(user, "delete-user");
  const question = await screen.findByRole("alertdialog");
  const lines = () =>
    within(question)
      .queryAllByRole("listitem")
      .map((line) => line.textContent);
  await expect
    .poll(lines)
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/seeded.*from 127\.0\.0\.1/),
        expect.stringMatching(/idle one.*Never used/),
      ]),
    );
  await press(user, "confirmation.confirm");
  await expect.poll(() => rowsOf("new name")).toEqual([]);
});
