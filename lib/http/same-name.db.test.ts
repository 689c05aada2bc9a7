import { beforeEach, expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const namesIn = async (path: string, token = team.owner.token): Promise<string[]> => {
  const { status, body } = await callApi("GET", path, { token });
  expect(status).toBe(200);
  return body.map(({ name }: { name: string }) => name).sort();
};
const same = (name: string) => `same_name=${encodeURIComponent(name)}`;

/** Names that look the same, and names that only share a beginning or part. */
const FORMS = ["Nightly  Büro", "nightly bu\u0308ro", "NIGHTLY BÜRO", "ｎightly büro"];
const OTHERS = ["nightly büro 2", "nightlybüro", "x nightly büro"];

test.each(FORMS)("same_name=%s finds every form of the name, of users and groups", async (form) => {
  const token = team.owner.token;
  for (const name of [...FORMS, ...OTHERS]) {
    await seedUser(team.account, { name, role: "user", isServiceUser: true });
    await callApi("POST", "/api/groups", { token, body: { name } });
  }
  expect(await namesIn(`/api/users?${same(form)}`)).toEqual([...FORMS].sort());
  expect(await namesIn(`/api/users?service_user=false&${same(form)}`)).toEqual([]);
  expect(await namesIn(`/api/groups?${same(form)}&page_size=5`)).toEqual([...FORMS].sort());
  expect(await namesIn(`/api/groups?${same(form)}&search=2`)).toEqual([]);
});

test("same_name finds only users that the caller may read", async () => {
  const { name } = await seedUser(team.account, { name: "another user", role: "user" });
  expect(await namesIn(`/api/users?${same(name)}`)).toEqual([name]);
  expect(await namesIn(`/api/users?${same(name)}`, team.person.token)).toEqual([]);
  const elsewhere = await seedTeam();
  expect(await namesIn(`/api/users?${same(name)}`, elsewhere.owner.token)).toEqual([]);
});

test("refuses a name over the length limit", async () => {
  const { owner } = team;
  for (const path of ["/api/users", "/api/groups"]) {
    const answer = await callApi("GET", `${path}?${same("x".repeat(256))}`, { token: owner.token });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, "same_name"]);
  }
});
