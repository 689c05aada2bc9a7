import { screen, within } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { byTestId, press, rowOf } from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { callApi } from "#lib/dev/testing/api.ts";
import { callAuth, openForm } from "#lib/dev/testing/auth.ts";
import { newInstallation } from "#lib/dev/testing/installation.ts";
import { type SeededAccount, seedUser } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

let owner: Member;
let account: SeededAccount;
// A new account for each: what one test does is a step taken in the next.
beforeEach(async () => {
  ({ owner, account } = await newInstallation());
});

const api = (method: "GET" | "POST", path: string, body?: unknown, token = owner.token) =>
  callApi(method, path, { token, body });

const steps = () => screen.findByRole("region", { name: "Get started" });
const noSteps = () => screen.queryByRole("region", { name: "Get started" });
const stepsLeft = async () =>
  within(await steps())
    .queryAllByRole("link")
    .map(({ textContent }) => textContent);
const lineOf = (concern: string) => screen.queryByTestId(`attention-${concern}`);

async function serviceUser(name: string): Promise<string> {
  const body = { name, role: "user", is_service_user: true };
  return (await api("POST", "/api/users", body)).body.id;
}

test("the first steps lead to where they are taken, are marked once done, and can be put away", async () => {
  const user = await openPage("/", owner);
  expect(addressNow()).toBe("/overview");
  expect(await stepsLeft()).toEqual([
    "Create a service user",
    "Create an access token",
    "Make your first API call",
    "Invite a colleague",
  ]);
  await user.click(within(await steps()).getByRole("link", { name: "Create a service user" }));
  await screen.findByRole("dialog", { name: "Create service user" });
  await expect
    .poll(addressNow, { message: "a reload does not ask again" })
    .toBe("/team/service-users");
  const id = await serviceUser("first");
  await openPage("/overview", owner);
  const create = within(await steps()).getByRole("link", { name: "Create an access token" });
  expect(create.getAttribute("href"), "the owner's own token is none of a service user").toBe(
    `/team/service-users/${id}`,
  );
  const body = { name: "its first", expires_in: 30 };
  const made = await api("POST", `/api/users/${id}/tokens`, body);
  await api("GET", "/api/groups", undefined, made.body.plain_token);
  await flushWrites();
  const again = await openPage("/overview", owner);
  expect(await stepsLeft()).toEqual(["Invite a colleague"]);
  await press(again, "hide-first-steps");
  await expect.poll(noSteps).toBeNull();
  await openPage("/overview", owner);
  await screen.findByRole("heading", { name: "Needs attention" });
  expect(noSteps()).toBeNull();
});

test("what needs attention is counted, and its link shows just that", async () => {
  const id = await serviceUser("attended");
  await api("POST", `/api/users/${id}/tokens`, { name: "ends soon", expires_in: 3 });
  const user = await openPage("/overview", owner);
  const expiring = await byTestId("attention-expiring");
  expect(expiring.textContent).toContain("2 access tokens expire within 14 days");
  expect(lineOf("neverUsed")?.textContent).toContain("access tokens never used");
  expect(lineOf("failedSignIns")).toBeNull();
  screen.getByText(/Notices are off/);
  await user.click(within(expiring).getByRole("link"));
  await expect.poll(addressNow).toMatch(/state=expiring/);
  await rowOf("ends soon");
  const { csrfToken, cookie } = await openForm();
  const fields = { email: owner.email, password: "not the password", csrfToken, json: "true" };
  await callAuth("POST", "callback/credentials", { cookie, fields });
  await flushWrites();
  const again = await openPage("/overview", owner);
  const failed = await byTestId("attention-failedSignIns");
  expect(failed.textContent).toContain("1 sign-in failed");
  await again.click(within(failed).getByRole("link"));
  await expect.poll(() => screen.queryAllByTestId("event-details")).toHaveLength(1);
});

test("calls and events of each day are drawn, and the same numbers appear in a table", async () => {
  for (let call = 0; call < 3; call += 1) await api("GET", "/api/groups");
  await serviceUser("an event");
  await flushWrites();
  const user = await openPage("/overview", owner);
  const { body } = await api("GET", "/api/events/audit/daily");
  for (const [name, text] of [
    ["Calls per day", "4 calls"],
    ["Events per day", `${body.by_day.at(-1).count} events`],
  ] as const) {
    await screen.findByRole("img", { name: new RegExp(`^${name}, .*Highest: `) });
    await user.click(screen.getByText(`${name} as a table`));
    const table = within(await screen.findByLabelText(`${name}, table`));
    expect(table.getAllByRole("cell").at(-1)?.textContent, name).toBe(text);
  }
});

test("a user without users.read sees their own tokens and nothing of others", async () => {
  await openPage("/", await seedUser(account, { role: "user" }));
  await screen.findByRole("heading", { name: "Your token expiry" });
  const soon = await rowOf("< 7 days");
  expect(within(soon).getByRole("cell").textContent).toBe("0");
  await screen.findByText("No calls in the last 30 days.");
  expect(screen.queryByRole("img", { name: /^Calls per day/ })).toBeNull();
  expect(screen.queryByRole("heading", { name: "Latest events" })).toBeNull();
  expect(screen.queryByText(/otices (are|go)/)).toBeNull();
  expect(noSteps()).toBeNull();
  for (const concern of ["failedSignIns", "waiting", "expiredInvites", "expiring"]) {
    expect(lineOf(concern)).toBeNull();
  }
});
