import { screen } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { sent } from "#app/testing/api-fetch.ts";
import { byTestId, fill, press, rowOf, type User } from "#app/testing/find.ts";
import { openPage } from "#app/testing/open-page.tsx";
import { database } from "#lib/db/database.ts";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
beforeAll(async () => {
  ({ owner, api } = await newInstallation());
});

async function serviceUser(name: string) {
  const user = { name, role: "admin", is_service_user: true };
  const { body } = await api("POST", "/api/users", user);
  return { id: body.id as string, path: `/team/service-users/${body.id}` };
}

async function openPopup(path: string): Promise<User> {
  const user = await openPage(path, owner);
  await press(user, "access-token-open-modal");
  await fill(user, await byTestId("access-token-name"), "limited");
  return user;
}

const inputs = () => screen.queryAllByTestId<HTMLInputElement>("network");
const values = () => inputs().map(({ value }) => value);
const lastInput = () => inputs().at(-1) as HTMLInputElement;
const tokensOf = async (id: string) => (await api("GET", `/api/users/${id}/tokens`)).body;

test("networks are sent in their canonical form and shown with the token", async () => {
  const { id, path } = await serviceUser("placed");
  const user = await openPopup(path);
  expect((await byTestId("networks-summary")).textContent).toBe("Any address");
  await press(user, "add-network");
  expect(document.activeElement).toBe(lastInput());
  await user.keyboard("192.0.2.9{Enter}2001:DB8::/32");
  expect(inputs()).toHaveLength(2);
  expect((await byTestId("networks-summary")).textContent).toBe("2 networks");
  await press(user, "create-access-token");
  await byTestId("access-token-copy-close");
  const words = "Only from 192.0.2.9/32, 2001:db8::/32.";
  expect((await byTestId("token-networks")).textContent).toBe(words);
  await press(user, "access-token-copy-close");
  expect((await tokensOf(id))[0].allowed_networks).toEqual(["192.0.2.9/32", "2001:db8::/32"]);
  await press(user, "access-token-usage", await rowOf("limited"));
  expect((await byTestId("token-networks")).textContent).toBe(words);
});

test("each wrong line says what is wrong, and nothing is sent until all are right", async () => {
  const { id, path } = await serviceUser("wrong");
  const user = await openPopup(path);
  await press(user, "add-network");
  await user.keyboard("10.0.0.1/8{Enter}nowhere{Enter}192.0.2.0/24");
  expect(inputs().map((input) => input.getAttribute("aria-invalid"))).toEqual([
    "true",
    "true",
    null,
  ]);
  screen.getByRole("textbox", { name: "Network 1", description: /use 10\.0\.0\.0\/8\.$/ });
  await press(user, "create-access-token");
  expect(sent.filter(({ method }) => method === "POST")).toEqual([]);
  await fill(user, inputs()[0] as HTMLElement, "10.0.0.0/8");
  await user.click(screen.getByRole("button", { name: "Remove Network 2" }));
  expect(values()).toEqual(["10.0.0.0/8", "192.0.2.0/24"]);
  expect(document.activeElement).toBe(await byTestId("add-network"));
  await press(user, "create-access-token");
  await press(user, "access-token-copy-close");
  expect((await tokensOf(id))[0].allowed_networks).toEqual(["10.0.0.0/8", "192.0.2.0/24"]);
});

test("a pasted list is one network per line", async () => {
  const { path } = await serviceUser("pasted");
  const user = await openPopup(path);
  await press(user, "add-network");
  await user.paste("10.0.0.0/8, 192.0.2.1\n2001:db8::/32");
  expect(values()).toEqual(["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"]);
});

test("the networks that the owner's tokens were used from are offered", async () => {
  const { id, path } = await serviceUser("used");
  const made = await api("POST", `/api/users/${id}/tokens`, { name: "old", expires_in: 3 });
  const at = new Date();
  const use = { address: "192.0.2.7", agent: "curl/8", firstUsedAt: at, lastUsedAt: at };
  const tokenId = made.body.personal_access_token.id;
  await database().write((tx) => tx.tokenAddress.create({ data: { tokenId, ...use } }));
  const user = await openPopup(path);
  const offer = await byTestId("used-network");
  await user.click(offer);
  expect(values()).toEqual(["192.0.2.7/32"]);
  expect(screen.queryByTestId("used-network")).toBeNull();
});
