import { screen } from "@testing-library/dom";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { intercept, sent } from "#app/testing/api-fetch.ts";
import { byTestId, fill, press } from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { callApi } from "#lib/dev/testing/api.ts";
import { newInstallation } from "#lib/dev/testing/installation.ts";
import { type SeededAccount, seedUser } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account } = await newInstallation());
});
afterEach(() => vi.unstubAllGlobals());

const field = () =>
  screen.findByRole<HTMLInputElement>("combobox", { name: "Search and commands" });
const palette = () => screen.queryByRole("dialog", { name: "Search and commands" });
const shortcuts = () => screen.queryByRole("dialog", { name: "Keyboard shortcuts" });
const option = (name: string | RegExp) => screen.findByRole("option", { name });
const options = (name: RegExp) => screen.queryAllByRole("option", { name });
const chosen = () => screen.queryByRole("option", { selected: true })?.textContent;
const status = () =>
  [...(palette()?.querySelectorAll("[role=status]") ?? [])].map((one) => one.textContent).join();
const focused = () => document.activeElement;

async function serviceUser(name: string): Promise<string> {
  const body = { name, role: "user", is_service_user: true };
  return (await callApi("POST", "/api/users", { token: owner.token, body })).body.id;
}

async function openPalette(path: string, reader: { id: string } = owner) {
  const user = await openPage(path, reader);
  await byTestId("open-command-palette");
  await user.keyboard("{Control>}k{/Control}");
  const input = await field();
  await expect.poll(focused).toBe(input);
  return user;
}

test("users, service users, groups and tokens are found by name, a page of each, and opened by keyboard", async () => {
  const { token } = owner;
  const ids: string[] = [];
  for (let one = 1; one <= 7; one += 1) ids.push(await serviceUser(`finch ${one}`));
  await seedUser(account, { role: "auditor", name: "finch person" });
  await callApi("POST", "/api/groups", { token, body: { name: "finches" } });
  const wanted = { name: "finch pipeline", expires_in: 7 };
  await callApi("POST", `/api/users/${ids[6]}/tokens`, { token, body: wanted });
  const user = await openPalette("/team/groups");
  await user.keyboard("finch");
  await option(/^finch 1/);
  await expect.poll(() => options(/^finch [1-7]/)).toHaveLength(5);
  await option(/^finch person.*@example\.test · Auditor/);
  await option(/^finches/);
  await option(/^finch pipeline\s*nbp_\w{10}….*of finch 7/);
  await option("See all service users matching “finch”");
  expect(sent.length).toBeLessThanOrEqual(8);
  for (const { path } of sent) expect(path).toContain("page_size=5");
  await user.keyboard(" 6");
  await expect.poll(chosen).toMatch(/^finch 6/);
  await user.keyboard("{Enter}");
  await expect.poll(addressNow).toBe(`/team/service-users/${ids[5]}`);
  await expect.poll(palette).toBeNull();
  await expect.poll(focused).toBe(screen.getByRole("main"));

  await user.keyboard("{Control>}k{/Control}");
  await user.type(await field(), "finches");
  await expect.poll(chosen).toMatch(/^finches/);
  await user.keyboard("{Enter}");
  await expect.poll(addressNow).toBe("/team/groups?search=finches");
});

test("the role user sees what is not allowed and what is not searched (B2)", async () => {
  await serviceUser("unseen machine");
  const user = await openPalette("/team/tokens", await seedUser(account, { role: "user" }));
  expect(options(/^Settings|^Users|^Pending invites/)).toEqual([]);
  await option(/^Create service user.*Your role does not allow this/);
  await user.keyboard("create serv{Enter}");
  expect(palette()).not.toBeNull();
  await fill(user, await field(), "unseen");
  await expect.poll(status).toContain("No results for “unseen”");
  expect(status()).toContain("Not searched (no access): service users, users, groups");
  expect(options(/unseen/)).toEqual([]);
  expect(sent.filter(({ path }) => !path.startsWith("/api/tokens?"))).toEqual([]);
});

test("a search that fails says so, and the next try answers; one that finds nothing says that (B1)", async () => {
  await serviceUser("after the failure");
  const user = await openPalette("/team/users");
  const body = { message: "the database is away", code: 503, request_id: "req-1" };
  const headers = { "x-request-id": "req-1" };
  const remove = intercept(async ({ path }) =>
    path.startsWith("/api/users?") ? Response.json(body, { status: 503, headers }) : undefined,
  );
  await user.keyboard("after the failure");
  await expect.poll(status).toContain("The database is away.");
  expect(status()).toContain("req-1");
  remove();
  await user.click(await option("Try again"));
  await option(/^after the failure/);
  await fill(user, await field(), "no user has this name");
  await expect.poll(status).toContain("No results for “no user has this name”");
});

test("an answer that comes late is given up for what was typed since", async () => {
  await serviceUser("slow answer");
  const late = await serviceUser("quick answer");
  const user = await openPalette("/team/users");
  const held = Promise.withResolvers<undefined>();
  intercept(async ({ path }) => (/users\?search=slow/.test(path) ? held.promise : undefined));
  await user.keyboard("slow");
  await expect.poll(() => sent.some(({ path }) => path.includes("search=slow"))).toBe(true);
  await fill(user, await field(), "quick answer");
  await option(/^quick answer/);
  held.resolve(undefined);
  expect(options(/^slow answer/)).toEqual([]);
  await user.keyboard("{Enter}");
  await expect.poll(addressNow).toBe(`/team/service-users/${late}`);
});

const SYSTEMS = [
  ["a Mac", "Macintosh; Intel Mac OS X 10_15_7", "⌘K", "Meta", "Control"],
  ["Windows", "Windows NT 10.0; Win64; x64", "Ctrl K", "Control", "Meta"],
] as const;

test.each(SYSTEMS)(
  "on %s the palette opens and closes by its button's keys (B15)",
  async (_, system, label, modifier, other) => {
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue(`Mozilla/5.0 (${system})`);
    const user = await openPage("/team/users", owner);
    const opener = await byTestId("open-command-palette");
    expect(opener.querySelector("kbd")?.textContent).toBe(label);
    const keys = `{${modifier}>}k{/${modifier}}`;
    await user.keyboard(`{${other}>}k{/${other}}`);
    expect(palette()).toBeNull();
    await user.keyboard(keys);
    await field();
    await user.keyboard(keys);
    await expect.poll(palette).toBeNull();
    const search = await byTestId("table-search-input");
    search.focus();
    await user.keyboard(keys);
    const input = await field();
    await expect.poll(focused).toBe(input);
    await user.keyboard("{Escape}");
    await expect.poll(focused).toBe(search);
    await user.click(opener);
    await field();
    await user.keyboard("{Escape}");
    await expect.poll(focused).toBe(opener);
  },
);

test("? lists the shortcuts, / focuses the search, G and a letter open a page; none while typing", async () => {
  const user = await openPage("/team/users", owner);
  await byTestId("open-command-palette");
  await user.keyboard("?");
  await expect.poll(shortcuts).not.toBeNull();
  expect(shortcuts()?.textContent).toContain("Ctrl K");
  await user.keyboard("gg{Control>}k{/Control}");
  expect(palette()).toBeNull();
  await user.keyboard("{Escape}");
  await expect.poll(shortcuts).toBeNull();
  expect(addressNow()).toBe("/team/users");

  await user.keyboard("/");
  const search = (await byTestId("table-search-input")) as HTMLInputElement;
  expect(focused()).toBe(search);
  await user.keyboard("?gs/");
  expect(search.value).toBe("?gs/");
  expect(shortcuts()).toBeNull();
  await expect.poll(addressNow).toMatch(/search=/);
  (await byTestId("user-dropdown")).focus();
  await user.keyboard("{Alt>}g{/Alt}s{Shift>}G{/Shift}s");
  expect(addressNow()).toMatch(/^\/team\/users\?/);
  await user.keyboard("gs");
  await expect.poll(addressNow).toBe("/team/service-users");
});

test("the shortcuts open from the menu, and those of single keys can be switched off", async () => {
  const user = await openPage("/team/users", owner);
  await press(user, "user-dropdown");
  await user.click(await screen.findByRole("menuitem", { name: "Keyboard shortcuts" }));
  const single = () => screen.findByRole("switch", { name: "Single-key shortcuts" });
  await user.click(await single());
  expect((await single()).getAttribute("aria-checked")).toBe("false");
  await user.keyboard("{Escape}");
  await expect.poll(focused).toBe(await byTestId("user-dropdown"));
  const again = await openPage("/team/users", owner);
  await byTestId("open-command-palette");
  await again.keyboard("?{Control>}k{/Control}");
  const input = await field();
  await expect.poll(focused).toBe(input);
  expect(shortcuts()).toBeNull();
  await again.keyboard("shortcuts{Enter}");
  await again.click(await single());
  await again.keyboard("{Escape}");
  await expect.poll(shortcuts).toBeNull();
  await again.keyboard("?");
  await expect.poll(shortcuts).not.toBeNull();
});
