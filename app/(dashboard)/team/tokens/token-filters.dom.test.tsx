import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { byTestId, fill, rowOf } from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { seedToken } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";

let owner: Member;
let api: OwnerApi;
/** A service user. */
let id: string;
beforeAll(async () => {
  ({ owner, api } = await newInstallation());
  const user = { name: "box", role: "admin", is_service_user: true };
  ({ id } = (await api("POST", "/api/users", user)).body);
  for (const body of [
    { name: "box whole" },
    { name: "box placed", allowed_networks: ["192.0.2.1", "192.0.2.7"] },
    { name: "box reader", scopes: ["all:read"] },
    { name: "box custom", scopes: ["dns:read", "setup_keys:create", "users:write"] },
  ]) {
    await api("POST", `/api/users/${id}/tokens`, { expires_in: 30, ...body });
  }
});

async function choose(user: Awaited<ReturnType<typeof openPage>>, filter: string, label: string) {
  const box = within(await byTestId(`table-filter-${filter}`));
  await user.click(await box.findByLabelText(label));
}

test("the list shows the rights and networks of each token in words", async () => {
  await openPage("/team/tokens?search=box", owner);
  for (const [name, words] of [
    ["box whole", "Role"],
    ["box placed", "Rolefrom 2 networks"],
    ["box reader", "Read everything"],
    ["box custom", "Changes setup keys, users. Reads DNS."],
  ] as const) {
    const cell = (await rowOf(name)).querySelector("td[data-label=Rights]");
    expect(cell?.textContent, name).toBe(words);
  }
});

test("tokens are filtered by limits and by a right, which a search finds", async () => {
  const user = await openPage("/team/tokens?search=box", owner);
  await screen.findByText("4 tokens");
  await user.click(await byTestId("table-filters-button"));
  await choose(user, "restricted", "With scopes or networks");
  await screen.findByText("3 tokens");
  await choose(user, "scope", "Users: write");
  await screen.findByText("2 tokens");
  expect(addressNow()).toMatch(/scope=users%3Awrite|scope=users:write/);
  await fill(user, await byTestId("table-filter-scope-search"), "dns: r");
  await choose(user, "scope", "DNS: read");
  await screen.findByText("3 tokens");
  await choose(user, "restricted", "Whole role, any address");
  await screen.findByText("1 token");
});

test("an unknown scope in the URL is ignored, another one is a choice", async () => {
  await openPage("/team/tokens?search=box&scope=nonsense", owner);
  await screen.findByText("4 tokens");
  await seedToken(id, { name: "box web", scopes: ["service:web"] });
  const user = await openPage("/team/tokens?search=box&scope=service:web", owner);
  await screen.findByText("1 token");
  await user.click(await byTestId("table-filters-button"));
  const box = within(await byTestId("table-filter-scope"));
  expect((await box.findByLabelText<HTMLInputElement>("service:web")).checked).toBe(true);
});
