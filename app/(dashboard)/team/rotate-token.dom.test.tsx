import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { byTestId, fill, press, rowOf, rowsOf } from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { DAY_MS } from "#lib/contract/durations.ts";
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
const popup = () => screen.findByRole("dialog", { name: "Rotate access token" });
const closed = () => expect.poll(() => screen.queryByRole("dialog")).toBeNull();
const field = (id: string) => byTestId(id) as Promise<HTMLInputElement>;
const days = () => field("access-token-expires-in");
const focused = () => document.activeElement;

test("a rotation starts with the token's name and days, and leaves the old one working", async () => {
  const { at, userId } = await makeTokens("rotated", [9, 120]);
  const user = await openPage(at, owner);
  expect((await rotate("rotated-9")).textContent).toBe("Rotate");
  expect((await rotate("rotated-120")).textContent).toBe("");
  const named = await screen.findByRole("button", { name: "Rotate access token rotated-120" });
  expect(named).toBe(await rotate("rotated-120"));
  await user.click(named);
  expect((await field("access-token-name")).value).toBe("rotated-120");
  expect((await days()).value).toBe("120");
  await user.keyboard("{Escape}");
  await closed();
  await expect.poll(focused).toBe(named);
  await user.click(await rotate("rotated-9"));
  expect((await field("access-token-name")).value).toBe("rotated-9");
  expect((await days()).value).toBe("9");
  const { textContent } = await popup();
  expect(textContent).toContain("keeps working until you revoke it or it expires");
  expect(textContent).toContain("Check its last use before you revoke it");
  await expect.poll(focused).toBe(await field("access-token-name"));
  await user.keyboard("{Enter}");
  await press(user, "access-token-copy-close");
  await expect.poll(() => rowsOf("rotated-9")).toHaveLength(2);
  const { body: left } = await api("GET", `/api/users/${userId}/tokens`);
  expect(left.map(({ name }: { name: string }) => name).sort()).toEqual([
    "rotated-120",
    "rotated-9",
    "rotated-9",
  ]);
});

test("Team → Tokens links to the popup that rotates a token, and the URL opens it once", async () => {
  const { at, ids } = await makeTokens("moved", [5]);
  const user = await openPage("/team/tokens?state=expiring&search=moved", owner);
  const link = await rotate("moved-5");
  expect(link.textContent).toBe("Rotate");
  expect(link.getAttribute("href")).toBe(`${at}?new=1&rotate=${ids[0]}`);
  await user.click(link);
  await popup();
  expect((await field("access-token-name")).value).toBe("moved-5");
  expect((await days()).value).toBe("5");
  await expect.poll(addressNow).toBe(at);
  await user.keyboard("{Escape}");
  await closed();
  await expect.poll(focused).toBe(await byTestId("access-token-open-modal"));
});

test("an unknown token in the URL opens the form for an independent one", async () => {
  const { at } = await makeTokens("unnamed", [40]);
  const other = await makeTokens("elsewhere", [41]);
  for (const wrong of ["nonsense", other.ids[0], ""]) {
    await openPage(`${at}?new=1&rotate=${wrong}`, owner);
    await screen.findByRole("dialog", { name: "Create access token" });
    expect((await field("access-token-name")).value).toBe("");
    expect((await days()).value).toBe("30");
    await expect.poll(addressNow).toBe(at);
  }
});

test("a rotation that the reader may not make is refused with the reason or not offered", async () => {
  const person = await seedUser(account, { role: "user" });
  await seedToken(person.id, { name: "only theirs" });
  await openPage("/team/tokens", person);
  await rotate("only theirs");
  await openPage("/team/tokens?search=only theirs", owner);
  const row = within(await rowOf("only theirs"));
  expect(row.queryByTestId("access-token-rotate")).toBeNull();
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
