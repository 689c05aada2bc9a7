import { beforeAll, expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { newEmail } from "#lib/dev/testing/invites.ts";
import { seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const call = (method: "POST" | "PUT" | "DELETE", path: string, body?: object) =>
  callApi(method, path, {
    token: team.owner.token,
    ...(body ? { body } : {}),
    headers: { "x-roost-client-address": "198.51.100.77" },
  });
const codes = async (search: string, more = "") => {
  const path = `/api/events/audit?search=${encodeURIComponent(search)}${more}`;
  const { body } = await callApi("GET", path, { token: team.auditor.token });
  return body.map((event: { activity_code: string }) => event.activity_code).sort();
};

test("finds an event by its address and by the name of its token, group or invite, even if deleted", async () => {
  const { id } = await seedUser(team.account, { role: "user", isServiceUser: true, name: "m" });
  const tokens = `/api/users/${id}/tokens`;
  const made = await call("POST", tokens, { name: "Apply-010995", expires_in: 1 });
  await call("DELETE", `${tokens}/${made.body.personal_access_token.id}`);
  const token = ["personal.access.token.create", "personal.access.token.delete"];
  expect(await codes("apply-0109")).toEqual(token);

  const group = await call("POST", "/api/groups", { name: "Straße Nord" });
  await call("PUT", `/api/groups/${group.body.id}`, { name: "Süd" });
  expect(await codes("STRASSE")).toEqual(["group.add", "group.update"]);
  expect(await codes("sud")).toEqual([]);
  expect(await codes("süd")).toEqual(["group.update"]);

  const email = newEmail();
  const invite = await call("POST", "/api/users/invites", {
    email,
    name: "i",
    role: "user",
    auto_groups: [],
  });
  await call("DELETE", `/api/users/invites/${invite.body.id}`);
  expect(await codes(email)).toEqual(["user.invite.link.create", "user.invite.link.delete"]);

  expect((await codes("198.51.100.77")).length).toBeGreaterThanOrEqual(6);
  expect(await codes("198.51.100.77", "&activity_code=group.add")).toEqual(["group.add"]);
  expect(await codes("198.51.100.78")).toEqual([]);
  expect(await codes("100%")).toEqual([]);
});
