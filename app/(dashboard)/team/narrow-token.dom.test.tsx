import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { intercept } from "#app/testing/api-fetch.ts";
import { byTestId, notifications, press, rowOf, textsOf, type User } from "#app/testing/find.ts";
import { openPage } from "#app/testing/open-page.tsx";
import { DAY_MS } from "#lib/contract/durations.ts";
import { ROLES } from "#lib/contract/fields.ts";
import { database } from "#lib/db/database.ts";
import { newInstallation, type OwnerApi } from "#lib/dev/testing/installation.ts";
import type { SeededAccount } from "#lib/dev/testing/seed.ts";
import type { Member } from "#lib/dev/testing/team.ts";
import { can } from "#lib/policy/can.ts";

let owner: Member;
let account: SeededAccount;
let api: OwnerApi;
beforeAll(async () => {
  ({ owner, account, api } = await newInstallation());
});

type Body = Record<string, unknown>;

async function makeToken(name: string, body: Body = {}) {
  const user = { name, role: "admin", is_service_user: true };
  const { id: userId } = (await api("POST", "/api/users", user)).body;
  const made = await api("POST", `/api/users/${userId}/tokens`, { name, expires_in: 9, ...body });
  const { id } = made.body.personal_access_token;
  const stored = async () => (await api("GET", `/api/users/${userId}/tokens/${id}`)).body;
  return { userId, id, stored, path: `/team/service-users/${userId}` };
}

const dayBefore = (days: number) => new Date(Date.now() - days * DAY_MS);

/** Calls of a token on each of the last days, which have been counted for long. */
async function countCalls(tokenId: string, operations: readonly string[], days = 10) {
  const { id: accountId } = account;
  const dayOf = (at: Date) => at.toISOString().slice(0, 10);
  const rows = Array.from({ length: days }, (_, index) => dayOf(dayBefore(index + 1)));
  await database().write(async (tx) => {
    await tx.token.update({ where: { id: tokenId }, data: { createdAt: dayBefore(80) } });
    await tx.tokenUse.createMany({
      data: operations.flatMap((operation) =>
        rows.map((day) => ({ accountId, tokenId, day, operation, count: 10 })),
      ),
    });
    const first = { accountId, day: dayOf(dayBefore(100)) };
    await tx.dailyUse.deleteMany({ where: first });
    await tx.dailyUse.create({ data: { ...first, count: 1 } });
  });
}

async function openDetail(path: string, name: string): Promise<User> {
  const user = await openPage(path, owner);
  await press(user, "access-token-usage", await rowOf(name));
  return user;
}

async function openNarrowing(path: string, name: string): Promise<User> {
  const user = await openDetail(path, name);
  await press(user, "open-narrow");
  await byTestId("narrow-token");
  return user;
}

const checked = textsOf("scope-check");
const level = (module: string, label: string) =>
  within(screen.getByRole("group", { name: module })).getByRole<HTMLInputElement>("radio", {
    name: label,
  });

test("a token loses the rights that are taken, after a dry run over its calls", async () => {
  const scopes = ["groups:read", "peers:write", "users:read"];
  const { id, path, stored } = await makeToken("fewer", { scopes });
  await countCalls(id, ["users.list", "groups.list", "tokens.self.get"]);
  const user = await openNarrowing(path, "fewer");
  const submit = await byTestId("narrow-token");
  expect(submit.getAttribute("aria-disabled")).toBe("true");
  await press(user, "change-scopes");
  await screen.findByRole("group", { name: "Peers" });
  await user.click(level("Peers", "Read"));
  expect((await byTestId("losses")).textContent).toContain("Peersread, write → read");
  await expect.poll(checked).toEqual(["0 of 300 calls in 90 days would have been refused."]);
  await user.click(level("Groups", "None"));
  await expect
    .poll(checked)
    .toEqual(["100 of 300 calls in 90 days would have been refused:List groups100 calls"]);
  await press(user, "narrow-token");
  await expect.poll(() => notifications().join()).toMatch(/^Access token .*fewer.* narrowed$/);
  expect((await stored()).scopes).toEqual(["peers:read", "users:read"]);
});

test("no right beyond the token's own scopes can be chosen", async () => {
  const { path } = await makeToken("bounded", { scopes: ["groups:read", "users:read"] });
  const user = await openNarrowing(path, "bounded");
  await press(user, "change-scopes");
  await screen.findByRole("group", { name: "Groups", description: /Not in its scopes/ });
  expect(level("Groups", "Write").disabled).toBe(true);
  expect(level("All of Team", "Write").disabled).toBe(true);
  expect(screen.queryByRole("group", { name: "Peers" })).toBeNull();
  expect(screen.queryByTestId("scope-rotates-itself")).toBeNull();
  expect(screen.queryByRole("radio", { name: /^Same as its role/ })).toBeNull();
});

test("networks are taken too, within the present ones, and one must remain", async () => {
  const networks = { allowed_networks: ["192.0.2.0/24", "2001:db8::/32"] };
  const { path, stored } = await makeToken("moved", networks);
  const user = await openNarrowing(path, "moved");
  await user.click(screen.getByRole("button", { name: "Remove Network 2" }));
  const first = screen.getByRole("textbox", { name: "Network 1" });
  await user.clear(first);
  expect(screen.getByRole("alert").textContent).toBe("At least one network must remain.");
  await user.type(first, "198.51.100.1");
  await user.tab();
  expect(screen.getByRole("alert").textContent).toContain("Not within the token's networks");
  await press(user, "narrow-token");
  expect((await stored()).allowed_networks).toHaveLength(2);
  await user.clear(first);
  await user.type(first, "192.0.2.8");
  expect((await byTestId("losses")).textContent).toContain("Networks");
  await press(user, "narrow-token");
  await expect.poll(async () => (await stored()).allowed_networks).toEqual(["192.0.2.8/32"]);
  expect(await stored()).not.toHaveProperty("scopes");
});

test("one press narrows to the advice, which was checked over the calls", async () => {
  const { id, path, stored } = await makeToken("advised");
  await countCalls(id, ["users.list", "groups.list"]);
  const user = await openDetail(path, "advised");
  const advice = await byTestId("rights-advice");
  await expect.poll(() => advice.textContent).toMatch(/Holds 4\d rights, used 2 in 30 days\./);
  expect(advice.textContent).toContain("0 of 200 calls in 90 days would have been refused.");
  await press(user, "narrow-to-advice");
  await expect.poll(async () => (await stored()).scopes).toEqual(["groups:read", "users:read"]);
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});

test("calls that give rights are named, and prevent advice", async () => {
  const { id, path } = await makeToken("minting", { scopes: ["groups:read", "pats:write"] });
  await countCalls(id, ["tokens.create"]);
  const user = await openDetail(path, "minting");
  const advice = await byTestId("rights-advice");
  await expect.poll(() => advice.textContent).toContain("No advice: it gives rights");
  await press(user, "open-narrow");
  await press(user, "change-scopes");
  await screen.findByRole("group", { name: "Groups" });
  await user.click(level("Groups", "None"));
  await expect.poll(() => checked().join()).toMatch(/may be refused.*Create an access token/);
});

test("without enough calls there is no advice but its reason, in both lists", async () => {
  const { path } = await makeToken("young");
  for (const place of [path, "/team/tokens?search=young"]) {
    await openDetail(place, "young");
    const advice = await byTestId("rights-advice");
    await expect.poll(() => advice.textContent).toContain("younger than 30 days");
    expect(within(advice).queryByTestId("narrow-to-advice")).toBeNull();
    expect(within(advice).getByTestId("open-narrow").getAttribute("aria-disabled")).toBeNull();
  }
});

test("every reader of a token may narrow it", () => {
  const credential = {
    inSession: true,
    recentProof: true,
    managesAccount: true,
    scopes: null,
    networks: null,
  };
  for (const [role, other, isServiceUser] of ROLES.flatMap((role) =>
    ROLES.flatMap((other) => [true, false].map((kind) => [role, other, kind] as const)),
  )) {
    const reader = { userId: "me", role, isServiceUser: false, personalTokens: true };
    for (const id of ["me", "other"]) {
      const target = { id, role: other, isServiceUser, isBlocked: false, issued: "api" };
      const allows = (action: "tokens.read" | "tokens.update") =>
        can({ ...reader, ...credential }, action, target).allowed;
      expect(allows("tokens.update"), `${role} ${id} ${other}`).toBe(allows("tokens.read"));
    }
  }
});

test("a dry run that fails says so and does not prevent the change", async () => {
  const { path, stored } = await makeToken("unchecked", { scopes: ["groups:write"] });
  const user = await openNarrowing(path, "unchecked");
  intercept(async ({ path: called }) =>
    called.includes("/advice?") ? new Response("{}", { status: 503 }) : undefined,
  );
  await press(user, "change-scopes");
  await screen.findByRole("group", { name: "Groups" });
  await user.click(level("Groups", "Read"));
  await expect.poll(() => checked().join()).toContain("Could not check past calls.");
  await press(user, "narrow-token");
  await expect.poll(async () => (await stored()).scopes).toEqual(["groups:read"]);
});
