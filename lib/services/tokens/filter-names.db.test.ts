import { beforeEach, expect, test } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { namesInFilter } from "./filter-names.ts";

const ORIGIN = { address: "192.0.2.1", userAgent: "", requestId: "" };

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const actorAs = (token: string) =>
  actorOf(new Headers({ authorization: `Token ${token}` }), ORIGIN);

test("returns the names of the existing users and tokens in a filter", async () => {
  const machine = await seedUser(team.account, { name: "ci", role: "user", isServiceUser: true });
  const { id } = await seedToken(machine.id, { name: "nightly" });
  const named = (filter: object) =>
    actorAs(team.admin.token).then((actor) => namesInFilter(actor, filter));
  expect(await named({ created_by: machine.id, created_by_token_id: id })).toEqual({
    [machine.id]: "ci",
    [id]: "nightly",
  });
  expect(await named({ user_id: machine.id, id })).toEqual({ [machine.id]: "ci", [id]: "nightly" });
  expect(await named({ created_by: "gone", id: "revoked" })).toEqual({});
  expect(await named({})).toEqual({});
});

test("returns a name only if the reader's own list shows it", async () => {
  const machine = await seedUser(team.account, { name: "ci", role: "user", isServiceUser: true });
  const { id } = await seedToken(machine.id, { name: "nightly" });
  const filter = { created_by: machine.id, id };
  expect(await namesInFilter(await actorAs(team.auditor.token), filter)).toEqual({});
  const elsewhere = await seedTeam();
  expect(await namesInFilter(await actorAs(elsewhere.owner.token), filter)).toEqual({});
});
