import { beforeAll, expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { inviteAs } from "#lib/dev/testing/invites.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { seedGroup, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import type { Actor } from "../context.ts";
import { actorOfToken, findToken } from "../credentials.ts";
import { findSubjects } from "../events/find-subjects.ts";
import { describeGroups } from "./describe-groups.ts";
import { countGroups, listGroups } from "./list-groups.ts";
import { nameGroups } from "./name-groups.ts";

let team: Team;
let devs: string;
let invited: string;
let guarding: string;
let email: string;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  devs = await seedGroup(team.account, { name: "Devs" });
  invited = await seedGroup(team.account, { name: "Invited" });
  await seedGroup(team.account, { name: "Free" });
  guarding = await seedGroup(team.account, { name: "Guarding" });
  for (const slug of ["wiki", "notes"]) {
    await seedService(team.account, { slug, groups: [guarding] });
  }
  ({ email } = await inviteAs(team.owner.token, { auto_groups: [invited] }));
  for (const count of [1, 2, 3, 4]) {
    await make({ name: `ci-${count}`, is_service_user: true, auto_groups: [devs, devs] });
  }
  await make({ name: "Bo", email: "bo@example.test", auto_groups: [devs] });
});

const make = (body: object) =>
  callApi("POST", "/api/users", { token: team.owner.token, body: { role: "user", ...body } });

async function actor({ publicId }: Member): Promise<Actor> {
  const token = await findToken(publicId);
  if (token === null) throw new Error("no such token");
  return actorOfToken(token, { address: "", userAgent: "", requestId: "" });
}

async function described() {
  const auditor = await actor(team.auditor);
  return describeGroups(auditor, (await listGroups(auditor)).items);
}

test("a group lists its users once each, the first by name, its invited users and its services", async () => {
  const groups = await described();
  expect(groups.find(({ id }) => id === devs)).toMatchObject({
    people: 1,
    serviceUsers: 4,
    holders: ["ci-1", "ci-2", "ci-3"],
    invited: [],
  });
  expect(groups.find(({ id }) => id === invited)).toMatchObject({
    people: 0,
    serviceUsers: 0,
    holders: [],
    invited: [email],
    services: [],
  });
  expect(groups.find(({ id }) => id === guarding)).toMatchObject({ services: ["notes", "wiki"] });
});

test("deletion is refused exactly for the links that a group lists", async () => {
  for (const { id, name, holders, invited: invites, services } of await described()) {
    if (name === "All") continue;
    const answer = await callApi("DELETE", `/api/groups/${id}`, { token: team.owner.token });
    expect([name, answer.status]).toEqual([
      name,
      holders.length + invites.length + services.length === 0 ? 200 : 400,
    ]);
  }
});

test("the count of groups matches the list, with a search too", async () => {
  const auditor = await actor(team.auditor);
  for (const search of [undefined, "DEV", "nothing"]) {
    const { items } = await listGroups(auditor, { search });
    expect(await countGroups(auditor, { search })).toBe(items.length);
  }
});

test("finds users and groups of an event while they exist, for readers of events only", async () => {
  const ids = [team.person.id, team.machine.id, devs, "gone", devs];
  const found = await findSubjects(await actor(team.auditor), ids);
  expect(found.map(({ id, kind }) => [id, kind])).toEqual(
    expect.arrayContaining([
      [team.person.id, "person"],
      [team.machine.id, "service-user"],
      [devs, "group"],
    ]),
  );
  expect(found).toHaveLength(3);
  const person = await actor(team.person);
  await expect(findSubjects(person, ids)).rejects.toMatchObject({ problem: "forbidden" });
  await expect(describeGroups(person, [])).rejects.toMatchObject({ problem: "forbidden" });
  await expect(countGroups(person, {})).rejects.toMatchObject({ problem: "forbidden" });
});

test("group choices are the first by name, without the group of all users", async () => {
  const auditor = await actor(team.auditor);
  const names = async (take: number) => (await nameGroups(auditor, take)).map(({ name }) => name);
  expect(await names(100)).toEqual(["Devs", "Guarding", "Invited"]);
  expect(await names(1)).toEqual(["Devs"]);
  const last = (await nameGroups(auditor, 100)).at(-1);
  const chosen = await nameGroups(auditor, 1, last?.id);
  expect(chosen.at(-1), "the chosen one is appended to the first").toEqual(last);
  expect(await nameGroups(auditor, 100, last?.id)).toEqual(await nameGroups(auditor, 100));
  await expect(nameGroups(await actor(team.person), 100)).rejects.toMatchObject({
    problem: "forbidden",
  });
});
