import {
  field,
  open,
  openPalette,
  option,
  requestsOf,
  serviceUser,
  status,
} from "../fixtures/palette.ts";
import { placesOf } from "../fixtures/plain-token.ts";
import { expect, test } from "../fixtures/test.ts";

for (const [how, around] of [
  ["as it is", (text: string) => text],
  ["with blanks and quotes", (text: string) => `  "${text}" `],
  ["with its header", (text: string) => `Authorization: Token ${text}`],
] as const) {
  test(`a token pasted ${how} is found, and no more than its fingerprint is sent, shown or kept`, async ({
    ownerPage: page,
    owner,
    api,
  }) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const id = await serviceUser(api, owner.token, `pasted ${how}`);
    const body = { name: "pasted", expires_in: 7 };
    const made = await api("POST", `/api/users/${id}/tokens`, { token: owner.token, body });
    const text: string = made.body.plain_token;
    const fingerprint = text.slice(0, 14);
    await openPalette(page, "/team/users");
    const sent = requestsOf(page);
    await page.evaluate(() => {
      const values: string[] = [];
      Object.assign(window, { seenValues: values });
      document.addEventListener(
        "input",
        ({ target }) => {
          if (target instanceof HTMLInputElement) values.push(target.value);
        },
        { capture: true },
      );
    });
    await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), around(text));
    await page.keyboard.press("Control+v");
    await expect(field(page)).toHaveValue(fingerprint);
    await expect(option(page, new RegExp(`^pasted\\s*${fingerprint}…`))).toBeVisible();
    await page.keyboard.press("Control+z");
    expect(await field(page).inputValue()).not.toContain(text);
    expect(
      await page.evaluate(() => JSON.stringify(Reflect.get(window, "seenValues"))),
    ).not.toContain(text.slice(0, 15));
    expect(await placesOf(page)).not.toContain(text.slice(0, 15));
    await field(page).fill(around(text));
    await expect(field(page)).toHaveValue(fingerprint);
    await expect(option(page, /^pasted/)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`/team/tokens?fingerprint=${fingerprint}`);
    await expect(page.getByRole("row").filter({ hasText: `pasted ${how}` })).toBeVisible();
    expect(await placesOf(page)).not.toContain(text.slice(0, 15));
    expect(sent.join("\n")).toContain(`/api/tokens?fingerprint=${fingerprint}`);
    expect(sent.join("\n")).not.toContain(text.slice(0, 15));
  });
}

test("a token pasted into a list's search is cut before it gets into the address", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const id = await serviceUser(api, owner.token, "searched by its token");
  const body = { name: "in the list", expires_in: 7 };
  const made = await api("POST", `/api/users/${id}/tokens`, { token: owner.token, body });
  const text: string = made.body.plain_token;
  await open(page, "/team/tokens");
  const sent = requestsOf(page);
  await page.getByTestId("table-search-input").fill(` "${text}"`);
  await expect(page).toHaveURL(`/team/tokens?search=${text.slice(0, 14)}`);
  await expect(page.getByText("1 token", { exact: true })).toBeVisible();
  await expect(page.getByTestId("table-search-input")).toHaveValue(text.slice(0, 14));
  expect(sent.join("\n")).not.toContain(text.slice(0, 15));
});

test("nothing of an invite's text is sent, and the palette leads to the pending invites", async ({
  ownerPage: page,
  owner,
  api,
  roost,
}) => {
  const body = { name: "Guest", email: "guest@palette.test", role: "user", auto_groups: [] };
  const made = await api("POST", "/api/users/invites", { token: owner.token, body });
  const text = roost.remember(made.body.invite_token);
  await openPalette(page, "/team/users");
  const sent = requestsOf(page);
  await field(page).fill(`${roost.url}/invite/${text}`);
  await expect(status(page)).toContainText("it was removed and not sent");
  expect(await placesOf(page)).not.toContain(text.slice(4, 14));
  await expect(option(page, "Pending invites")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/team\/users\?view=invites$/);
  expect(sent.join("\n")).not.toContain(text.slice(4, 14));
  expect(sent.filter((line) => line.includes("/api/"))).toEqual([]);
});
