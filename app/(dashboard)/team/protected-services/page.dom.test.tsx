import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { byTestId, fill, notifications, press, rowOf, rowsOf } from "#app/testing/find.ts";
import { openPage } from "#app/testing/open-page.tsx";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { type SeededAccount, seedGroup, seedToken } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

const PATH = "/team/protected-services";

let owner: Member;
let api: OwnerApi;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
});

const services = async () => (await api("GET", "/api/protected-services")).body;

test("a service is created, limited, and deleted with its tokens named", async () => {
  const user = await openPage(PATH, owner);
  await screen.findByText("No protected services yet");
  await press(user, "open-create-service");
  const popup = await screen.findByRole("dialog", { name: "Create protected service" });
  await fill(user, await byTestId("service-slug"), "Wiki");
  await press(user, "save-service");
  await within(popup).findByText(/Slug must be 1 to 63 lower-case letters/);
  await fill(user, await byTestId("service-slug"), "wiki");
  await user.click(within(popup).getByRole("radio", { name: /Only some roles/ }));
  await press(user, "save-service");
  // A service without a chosen role would admit no one, unlike one for all roles.
  await within(popup).findByText(/Roles must not be empty/);
  await user.click(within(popup).getByRole("checkbox", { name: "Admin" }));
  await user.click(within(popup).getByRole("radio", { name: /Only some methods/ }));
  await user.click(within(popup).getByRole("checkbox", { name: "GET" }));
  await user.click(within(popup).getByRole("checkbox", { name: "Tokens without scopes" }));
  await press(user, "save-service");
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  await expect.poll(notifications).toContain("Protected service wiki created");
  expect((await rowOf("wiki")).textContent).toContain("Admin");
  expect(await services()).toMatchObject([
    { slug: "wiki", roles: ["admin"], methods: ["GET"], also_accepts: ["unscoped"], groups: [] },
  ]);

  await user.click(screen.getByRole("button", { name: "Actions for wiki" }));
  await user.click(await screen.findByRole("menuitem", { name: /^Edit service/ }));
  const edit = await screen.findByRole("dialog", { name: "Edit protected service wiki" });
  await user.click(within(edit).getByRole("radio", { name: /Any role/ }));
  await fill(user, await byTestId("service-description"), "The team's wiki");
  await press(user, "save-service");
  await expect
    .poll(async () => (await services())[0])
    .toMatchObject({
      ...{ roles: null, methods: ["GET"], description: "The team's wiki" },
    });
  await expect.poll(() => rowsOf("wiki")[0]?.textContent).toContain("Everyone");

  await seedToken(owner.id, { name: "reads the wiki", scopes: ["service:wiki"] });
  await user.click(screen.getByRole("button", { name: "Actions for wiki" }));
  await user.click(await screen.findByRole("menuitem", { name: /^Delete service/ }));
  await screen.findByRole("alertdialog", { name: "Delete protected service wiki?" });
  expect((await byTestId("tokens-with-scope")).textContent).toContain("reads the wiki");
  await press(user, "confirmation.confirm");
  await expect.poll(services).toEqual([]);
  await screen.findByText("No protected services yet");
});

test("a service names its groups, and an auditor reads it without changing it", async () => {
  const group = await seedGroup(account, { name: "Devs" });
  const id = await seedService(account, { slug: "registry", groups: [group] });
  const auditor = await seedMember(account, { role: "auditor" });
  const user = await openPage(PATH, auditor);
  expect((await rowOf("registry")).textContent).toContain("Everyone in Devs");
  const create = await byTestId("open-create-service");
  expect(create.getAttribute("aria-disabled")).toBe("true");
  await user.click(screen.getByRole("button", { name: "Actions for registry" }));
  const edit = await screen.findByRole("menuitem", { name: /^Edit service/ });
  expect(edit.getAttribute("aria-disabled")).toBe("true");
  await user.keyboard("{Escape}");
  await api("DELETE", `/api/protected-services/${id}`);
});

test("the page is refused to who may not read the settings", async () => {
  const person = await seedMember(account, { role: "user" });
  await openPage(PATH, person);
  await screen.findByText(/Your role does not allow this/);
  expect(screen.queryByTestId("open-create-service")).toBeNull();
});

test("the rights of a new token offer the services, and say what it opens", async () => {
  const id = await seedService(account, { slug: "grafana", roles: ["admin"] });
  const user = await openPage(`/team/users/${owner.id}?new=1`, owner);
  await press(user, "change-scopes");
  await user.click(await screen.findByRole("radio", { name: /^Custom/ }));
  const offered = await byTestId("service-scopes");
  expect(offered.textContent).toContain("Not open to the role Owner.");
  await user.click(within(offered).getByRole("checkbox", { name: "Opens grafana" }));
  await expect
    .poll(() => screen.getByTestId("scope-sentence").textContent)
    .toContain("Opens grafana.");
  await api("DELETE", `/api/protected-services/${id}`);
});
