import { beforeAll, expect, test } from "vitest";
import { emailKeyOf } from "#lib/contract/emails.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { accept, inviteAs, newEmail, type SeededInvite, visit } from "#lib/dev/testing/invites.ts";
import { seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";

/* What a cheap look at the rows refuses takes no turn from those who wait for bcrypt. */

let team: Team;
let cookie: string;
let blocked: Member;
let invited: SeededInvite;
let joined: SeededInvite;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  cookie = (await seedSession(team.owner.id)).cookie;
  blocked = await seedMember(team.account, { role: "user", isBlocked: true });
  invited = await inviteAs(team.owner.token);
  joined = await inviteAs(team.owner.token);
  await visit(joined.token);
  const data = { email: joined.email, emailKey: emailKeyOf(joined.email) };
  await database().write((tx) => tx.user.update({ where: { id: team.person.id }, data }));
});

const post = (path: string, body?: object, headers = {}) =>
  callApi("POST", path, { cookie, headers, ...(body && { body }) });
const invite = (more: object) =>
  post("/api/users/invites", { email: newEmail(), name: "New", role: "user", ...more });
const create = (email: string) => post("/api/users", { email, name: "New", role: "user" });
const regenerate = (id: string, body: object) => post(`/api/users/invites/${id}/regenerate`, body);
const reset = (userId: string) => post(`/api/users/${userId}/password-reset`);

test.each<[string, number, () => ReturnType<typeof callApi>]>([
  ["an invite for a user's email", 409, () => invite({ email: team.admin.email })],
  ["an invite for an invited email", 409, () => invite({ email: invited.email })],
  ["an invite for under an hour", 422, () => invite({ expires_in: 60 })],
  ["a new link of an unknown invite", 404, () => regenerate("unknown", {})],
  ["a new link for under an hour", 422, () => regenerate(invited.id, { expires_in: 60 })],
  ["an accepted invite of a user's email", 409, () => accept(joined.token)],
  ["a reset for an unknown person", 404, () => reset("unknown")],
  ["a reset for a blocked person", 422, () => reset(blocked.id)],
  ["a reset for a service user", 422, () => reset(team.reader.id)],
  ["a person with a user's email", 409, () => create(team.admin.email)],
])("%s is %i without a hash", async (_, status, ask) => {
  const work = await bcryptDuring(async () => {
    expect((await ask()).status).toBe(status);
  });
  expect(work).toEqual(workOf({}));
});

test.each<[string, () => string, () => object | undefined]>([
  ["invite", () => "/api/users/invites", () => ({ email: newEmail(), name: "New", role: "user" })],
  ["new link", () => `/api/users/invites/${invited.id}/regenerate`, () => ({})],
  ["reset", () => `/api/users/${team.admin.id}/password-reset`, () => undefined],
  ["person", () => "/api/users", () => ({ email: newEmail(), name: "New", role: "user" })],
])("a repeated Idempotency-Key of a %s is 409 without a hash", async (what, path, body) => {
  const key = { "idempotency-key": `key-of-${what.replace(" ", "-")}` };
  const sent = body();
  expect((await post(path(), sent, key)).status).toBe(200);
  const work = await bcryptDuring(async () => {
    expect(await post(path(), sent, key)).toMatchObject({
      status: 409,
      body: { message: "a request with this Idempotency-Key was already carried out" },
    });
  });
  expect(work).toEqual(workOf({}));
});
