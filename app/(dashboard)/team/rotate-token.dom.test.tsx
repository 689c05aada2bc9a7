import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { byTestId, fill, press, rowOf, rowsOf, type User } from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { DAY_MS } from "#lib/contract/durations.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { type SeededAccount, seedToken, seedUser } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
});

/** A service user with tokens `<name>-<days>`, one for each number of days. */
async function makeTokens(name: string, days: number[]) {
  const { body: made } = await api("POST", "/api/users", {
    name,
    role: "admin",
    is_service_user: true,
  });
  const ids: string[] = [];
  for (const expires_in of days) {
    const body = { name: `${name}-${expires_in}`, expires_in };
    const answer = await api("POST", `/api/users/${made.id}/tokens`, body);
    ids.push(answer.body.personal_access_token.id);
  }
  return { userId: made.id as string, at: `/team/service-users/${made.id}`, ids };
}

const rotate = async (name: string) =>
  within(await rowOf(name)).findByTestId("access-token-rotate");
/** The rotation in the menu of a token's row. */
async function inMenu(user: User, name: string) {
  await press(user, "access-token-actions", await rowOf(name));
  return byTestId("rotate-access-token");
}
const popup = (name: string) =>
  screen.findByRole("dialog", { name: new RegExp(`^Rotate access token .*${name}`) });
const stateOf = ({ state }: { state: string }) => state;
const closed = () => expect.poll(() => screen.queryByRole("dialog")).toBeNull();
const field = (id: string) => byTestId(id) as Promise<HTMLInputElement>;
const days = () => field("access-token-expires-in");
const focused = () => document.activeElement;

test("a rotation gives the token a new secret, shown once, and both until the new one is used", async () => {
  const { at, userId, ids } = await makeTokens("rotated", [9, 120]);
  const user = await openPage(at, owner);
  expect(within(await rowOf("rotated-120")).queryByTestId("access-token-rotate")).toBeNull();
  await user.click(await inMenu(user, "rotated-120"));
  await popup("rotated-120");
  await user.keyboard("{Escape}");
  await closed();
  const opener = within(await rowOf("rotated-120")).getByTestId("access-token-actions");
  await expect.poll(focused).toBe(opener);
  await user.click(await rotate("rotated-9"));
  const dialog = within(await popup("rotated-9"));
  await user.click(dialog.getByRole("radio", { name: "1 hour" }));
  await press(user, "rotate-token");
  const shown = await screen.findByRole("dialog", { name: "Access token rotated" });
  expect(shown.textContent).toContain(
    "The old secret works for 1 hour after the new one is first used.",
  );
  const token = (await within(shown).findAllByText(/^nbp_/))[0]?.textContent ?? "";
  await press(user, "access-token-copy-close");
  await expect
    .poll(async () => (await rowOf("rotated-9")).textContent)
    .toContain("New secret unused");
  expect(await rowsOf("rotated-9")).toHaveLength(1);
  const stored = async () => (await api("GET", `/api/users/${userId}/tokens/${ids[0]}`)).body;
  expect((await stored()).secrets.map(stateOf)).toEqual(["pending", "current"]);
  expect((await callApi("GET", "/api/tokens/self", { token })).status).toBe(200);
  const [current, ending] = (await stored()).secrets;
  expect([current, ending].map(stateOf)).toEqual(["current", "ending"]);
  expect(Date.parse(ending.ends_at) - Date.now()).toBeGreaterThan(59 * 60_000);
  await openPage(at, owner);
  expect((await rowOf("rotated-9")).textContent).toContain("Old ends");
  await press(user, "access-token-usage", await rowOf("rotated-9"));
  const secrets = await byTestId("token-secrets");
  expect([...secrets.querySelectorAll("li")].map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Current.*Expires/),
    expect.stringMatching(/^Old.*Ends/),
  ]);
});

test("Team → Tokens rotates a token at once, with another lifetime", async () => {
  const { userId, ids } = await makeTokens("moved", [5]);
  const user = await openPage("/team/tokens?state=expiring&search=moved", owner);
  await user.click(await rotate("moved-5"));
  const dialog = within(await popup("moved-5"));
  await user.click(dialog.getByRole("radio", { name: /^Immediately/ }));
  await byTestId("token-use");
  expect(dialog.queryByRole("radio", { name: "1 hour" })).toBeNull();
  await fill(user, await field("rotation-expires-in"), "366");
  await press(user, "rotate-token");
  await expect.poll(async () => (await popup("moved-5")).textContent).toContain("from 1 to 365");
  await fill(user, await field("rotation-expires-in"), "40");
  await press(user, "rotate-token");
  await press(user, "access-token-copy-close");
  const { body } = await api("GET", `/api/users/${userId}/tokens/${ids[0]}`);
  expect(body.secrets).toBeUndefined();
  const left = Date.parse(body.expiration_date) - Date.now();
  expect(Math.round(left / DAY_MS)).toBe(40);
});

test("an expired token offers no rotation, with the reason", async () => {
  const machine = await seedUser(account, { role: "user", isServiceUser: true, name: "past" });
  await seedToken(machine.id, { name: "gone by", expiresAt: new Date(Date.now() - DAY_MS) });
  const user = await openPage(`/team/service-users/${machine.id}`, owner);
  const refused = await inMenu(user, "gone by");
  expect(refused.getAttribute("aria-disabled")).toBe("true");
  expect(refused.textContent).toContain("It has expired: create another token.");
});

test("a token is disabled and enabled from its row and its usage, with the reason shown", async () => {
  const { at, userId, ids } = await makeTokens("parked", [80]);
  const stored = async () => (await api("GET", `/api/users/${userId}/tokens/${ids[0]}`)).body;
  const user = await openPage(at, owner);
  await press(user, "access-token-actions", await rowOf("parked-80"));
  await press(user, "switch-access-token");
  const question = await screen.findByRole("alertdialog", { name: /^Disable access token/ });
  expect(question.textContent).toContain("get 403 until it is enabled again");
  await press(user, "confirmation.confirm");
  await expect.poll(async () => (await rowOf("parked-80")).textContent).toContain("Disabled");
  expect((await stored()).disabled).toBe(true);
  await press(user, "access-token-usage", await rowOf("parked-80"));
  await expect.poll(() => screen.queryByRole("dialog")?.textContent).toContain("by a user");
  await press(user, "open-switch");
  await screen.findByRole("alertdialog", { name: /^Enable access token/ });
  await press(user, "confirmation.confirm");
  await expect.poll(async () => (await stored()).disabled).toBeUndefined();
});

test("the description of a token is edited from its row and shown with its usage", async () => {
  const { at, userId, ids } = await makeTokens("worded for", [80]);
  const user = await openPage(at, owner);
  await press(user, "access-token-actions", await rowOf("worded for-80"));
  await press(user, "describe-access-token");
  await fill(user, await field("token-description"), "backup of groups");
  await press(user, "save-description");
  await closed();
  const { body } = await api("GET", `/api/users/${userId}/tokens/${ids[0]}`);
  expect(body.description).toBe("backup of groups");
  await press(user, "access-token-usage", await rowOf("worded for-80"));
  await expect.poll(() => screen.queryByRole("dialog")?.textContent).toContain("backup of groups");
});

test("a rotation that the reader may not make is refused with the reason or not offered", async () => {
  const person = await seedUser(account, { role: "user" });
  await seedToken(person.id, {
    name: "only theirs",
    expiresAt: new Date(Date.now() + 5 * DAY_MS),
  });
  await openPage("/team/tokens", person);
  await rotate("only theirs");
  const reader = await openPage("/team/tokens?search=only theirs", owner);
  const row = within(await rowOf("only theirs"));
  expect(row.queryByTestId("access-token-rotate")).toBeNull();
  const item = await inMenu(reader, "only theirs");
  expect(item.textContent).toContain("You may not create tokens for this owner.");
  const user = await openPage(`/team/users/${person.id}`, owner);
  const refused = await rotate("only theirs");
  expect(refused.getAttribute("aria-disabled")).toBe("true");
  screen.getByRole("button", { name: "Rotate access token only theirs", description: /\w/ });
  refused.focus();
  await user.keyboard("{Enter}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the presets set the days, are marked as pressed and show their date", async () => {
  const { at } = await makeTokens("usual", [50]);
  const user = await openPage(at, owner);
  await press(user, "access-token-open-modal");
  const dialog = within(await screen.findByRole("dialog", { name: "Create access token" }));
  const preset = (count: number) => dialog.getByRole("button", { name: `${count} days` });
  const pressed = () => dialog.queryAllByRole("button", { pressed: true });
  await expect.poll(pressed).toEqual([preset(30)]);
  for (const count of [7, 90, 365, 30]) {
    await user.click(preset(count));
    expect((await days()).value).toBe(String(count));
    expect(pressed()).toEqual([preset(count)]);
    const end = new Date(Date.now() + count * DAY_MS);
    const date = end.toLocaleDateString(undefined, { dateStyle: "medium" });
    expect(screen.getByRole("dialog").textContent).toContain(date);
  }
  await fill(user, await field("access-token-name"), "usual days");
  await fill(user, await days(), "0");
  expect(pressed()).toEqual([]);
  await press(user, "create-access-token");
  await expect.poll(async () => (await days()).getAttribute("aria-invalid")).toBe("true");
  await user.click(preset(7));
  await expect.poll(async () => (await days()).getAttribute("aria-invalid")).toBeNull();
});

test("the popup of a new token shows its role and the rights of that role", async () => {
  const { at } = await makeTokens("worded", [50]);
  for (const [path, words] of [
    [at, "Acts as worded (Admin: full access)."],
    [`/team/users/${owner.id}`, "Acts as you (Owner: "],
  ] as const) {
    await openPage(`${path}?new=1`, owner);
    const dialog = await screen.findByRole("dialog", { name: "Create access token" });
    expect(dialog.textContent).toContain(words);
  }
});

test("a blocked owner's token is not shown as active, nor as breaking scripts when revoked", async () => {
  const { at, userId } = await makeTokens("shut", [5, 80]);
  await api("PUT", `/api/users/${userId}`, { role: "admin", is_blocked: true, auto_groups: [] });
  let user = await openPage(at, owner);
  for (const path of [at, "/team/tokens?search=shut"]) {
    user = await openPage(path, owner);
    for (const name of ["shut-5", "shut-80"]) {
      const { textContent } = await rowOf(name);
      expect(textContent).toContain("Owner blocked");
      expect(textContent).not.toContain("Active");
    }
    await press(user, "access-token-delete", await rowOf("shut-80"));
    const question = () => screen.queryByRole("alertdialog")?.textContent;
    await expect.poll(question).toContain("is already rejected (403)");
    expect(question()).not.toContain("immediately");
    await user.keyboard("{Escape}");
    await expect.poll(question).toBeUndefined();
  }
  await user.click(await screen.findByRole("checkbox", { name: "Select all tokens on this page" }));
  await press(user, "revoke-selected");
  const preview = await screen.findByRole("alertdialog", { name: "Revoke 2 access tokens?" });
  await expect.poll(() => preview.textContent).toContain("already rejected (403)");
  expect(preview.textContent).not.toContain("immediately");
});

test("with events.read the tokens link to the revoked ones", async () => {
  const { userId, ids } = await makeTokens("went", [5, 6]);
  await api("DELETE", `/api/users/${userId}/tokens/${ids[0]}`);
  const user = await openPage("/team/tokens", owner);
  await user.click(await screen.findByRole("link", { name: "Revoked tokens" }));
  await expect.poll(addressNow).toBe("/activity?activity_code=personal.access.token.delete");
  expect((await screen.findAllByText(/went-5/)).length).toBeGreaterThan(0);
});

test("without events.read the tokens do not link to the revoked ones", async () => {
  const person = await seedUser(account, { role: "user" });
  await seedToken(person.id, { name: "without events" });
  await openPage("/team/tokens", person);
  await rowOf("without events");
  expect(screen.queryByRole("link", { name: "Revoked tokens" })).toBeNull();
});
