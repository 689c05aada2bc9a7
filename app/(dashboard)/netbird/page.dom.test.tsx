import { screen, within } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { openPage } from "#app/testing/open-page.tsx";
import { callApi } from "#lib/dev/testing/api.ts";
import { newInstallation } from "#lib/dev/testing/installation.ts";
import { faults } from "#lib/dev/testing/netbird/faults.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { type SeededAccount, seedUser } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { checkNow } from "#lib/services/netbird/broker.ts";

let owner: Member;
let account: SeededAccount;
beforeEach(async () => {
  ({ owner, account } = await newInstallation());
});

const link = () =>
  within(screen.getByRole("navigation", { name: "Main" })).queryByRole("link", { name: "NetBird" });
const section = (name: string) => within(screen.getByRole("region", { name }));
const factOf = async (term: string) =>
  (await screen.findByText(term, { selector: "dt" })).nextElementSibling?.textContent;

test("the page shows server, broker, service users, troubled changes and unknown paths", async () => {
  const { server } = await netbirdBehind();
  const seed = { role: "admin", isServiceUser: true, name: "ci-deploy" } as const;
  const { token, id } = await seedMember(account, seed);
  await callApi("GET", "/api/flows", { token });
  server.misbehave(faults.forbidden, ({ operation }) => operation === "POST /api/groups");
  const headers = { "content-type": "application/json" };
  await callApi("POST", "/api/groups", { token, headers, body: { name: "ops" } });
  await openPage("/netbird", owner);
  expect(await factOf("State")).toBe("Connected");
  expect(link()?.getAttribute("href")).toBe("/netbird");
  expect(await factOf("Address")).toBe(server.url);
  expect(await factOf("Version")).toBe("0.99.0");
  expect(await factOf("Role at NetBird")).toBe("Admin");
  const users = section("Service users at NetBird");
  const machine = users.getByRole("link", { name: "ci-deploy" });
  expect(machine.getAttribute("href")).toBe(`/team/service-users/${id}`);
  section("Refused and uncertain changes").getByText(/refused/);
  section("Unknown paths").getByText("GET /api/flows");
});

test("a fault has its reason and the next step here, and a notice on the overview", async () => {
  const { server, connection } = await netbirdBehind();
  server.misbehave(faults.unauthorized);
  await checkNow(connection);
  await openPage("/netbird", owner);
  const state = await factOf("State");
  expect(state).toContain("NetBird refuses NETBIRD_TOKEN");
  expect(state).toContain("Set NETBIRD_TOKEN to a new token of a service user with the role admin");
  expect(screen.queryByText("Broker")).toBeNull();
  await openPage("/overview", owner);
  const notice = await screen.findByTestId("netbird-notice");
  expect(within(notice).getByRole("link").getAttribute("href")).toBe("/netbird");
  await openPage("/overview", await seedUser(account, { role: "user" }));
  expect(screen.queryByTestId("netbird-notice")).toBeNull();
});

test("a broker that is no admin says that only reads are forwarded", async () => {
  await netbirdBehind({ broker: { role: "auditor" } });
  await openPage("/netbird", owner);
  expect(await factOf("Role at NetBird")).toContain("Only reads are forwarded");
});

test("without a NetBird server, the page is not listed and says how to set one up", async () => {
  await openPage("/netbird", owner);
  await screen.findByText("No NetBird server");
  expect(link()).toBeNull();
});

test("the role User sees that the page needs another role", async () => {
  await netbirdBehind();
  await openPage("/netbird", await seedUser(account, { role: "user" }));
  await screen.findByRole("heading", { name: "You don't have access to this page" });
  expect(link()).toBeNull();
});
