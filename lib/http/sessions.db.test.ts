import { beforeAll, beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/testing/api.ts";
import { freshDatabase } from "#lib/testing/database.ts";
import { seedSession, useTestSettings } from "#lib/testing/seed.ts";
import { EVERYBODY, seedTeam, type Team } from "#lib/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});
beforeEach(() => database().write((tx) => tx.session.deleteMany()));

const path = (id = team.person.id) => `/api/users/${id}/sessions`;

test("people see their own working sessions, the present one marked, and no cookie's content", async () => {
  const present = await seedSession(team.person.id);
  const other = await seedSession(team.person.id, { lastSeenAt: new Date(Date.now() - 60_000) });
  await seedSession(team.person.id, { expiresAt: new Date(Date.now() - 1) });
  await seedSession(team.person.id, { lastSeenAt: new Date(Date.now() - 25 * 60 * 60 * 1000) });
  await seedSession(team.owner.id);
  const { status, body } = await callApi("GET", path(), { cookie: present.cookie });
  expect(status).toBe(200);
  expect(body.map(({ is_current }: { is_current: boolean }) => is_current)).toEqual([true, false]);
  expect(JSON.stringify(body)).not.toMatch(new RegExp(`${present.id}|${other.id}`));
});

test("a session that is ended is refused at its next request, and the others go on", async () => {
  const present = await seedSession(team.person.id);
  const other = await seedSession(team.person.id, { lastSeenAt: new Date(Date.now() - 60_000) });
  const { body } = await callApi("GET", path(), { cookie: present.cookie });
  const ended = await callApi("DELETE", `${path()}/${body[1].id}`, { cookie: present.cookie });
  expect(ended).toMatchObject({ status: 200, body: {} });
  expect((await callApi("GET", path(), { cookie: other.cookie })).status).toBe(401);
  expect((await callApi("GET", path(), { cookie: present.cookie })).status).toBe(200);
  const event = await database().read.auditEvent.findFirst({ orderBy: { id: "desc" } });
  expect(event).toMatchObject({
    activityCode: "dashboard.session.end",
    initiatorId: team.person.id,
    targetId: team.person.id,
    meta: { session_address: "127.0.0.1", session_user_agent: "test" },
  });
});

test("an unknown session is 404, also under the id that the cookie holds", async () => {
  const { id, cookie } = await seedSession(team.person.id);
  for (const unknown of ["nothing", id]) {
    const answer = await callApi("DELETE", `${path()}/${unknown}`, { cookie });
    expect(answer).toMatchObject({ status: 404 });
    expect(answer.body.message).toContain("not found");
  }
});

test.each(EVERYBODY.filter((who) => who !== "person"))(
  "%s neither sees nor ends the sessions of somebody else",
  async (who) => {
    const { cookie } = await seedSession(team.person.id);
    const [own] = (await callApi("GET", path(), { cookie })).body;
    const { token } = team[who];
    expect((await callApi("GET", path(), { token })).status).toBe(403);
    expect((await callApi("DELETE", `${path()}/${own.id}`, { token })).status).toBe(403);
    expect((await callApi("GET", path(), { cookie })).status).toBe(200);
  },
);

test("the sessions of an unknown user are 404", async () => {
  const { token } = team.owner;
  expect((await callApi("GET", path("nobody"), { token })).status).toBe(404);
});
