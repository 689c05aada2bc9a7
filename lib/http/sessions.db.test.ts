import { beforeAll, beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});
beforeEach(() => database().write((tx) => tx.session.deleteMany()));

const path = (id = team.person.id) => `/api/users/${id}/sessions`;

test("users see their own working sessions, the current one marked, without cookie contents", async () => {
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

test("an ended session is refused at its next request, and the others continue", async () => {
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

test("an unknown session is 404, also under the ID in the cookie", async () => {
  const { id, cookie } = await seedSession(team.person.id);
  for (const unknown of ["nothing", id]) {
    const answer = await callApi("DELETE", `${path()}/${unknown}`, { cookie });
    expect(answer).toMatchObject({ status: 404 });
    expect(answer.body.message).toContain("not found");
  }
});

/** Whose sessions each member may read and end, beside their own. */
const REACH: Partial<Record<Who, Who[]>> = {
  owner: [...EVERYONE],
  admin: EVERYONE.filter((who) => who !== "owner"),
  machine: EVERYONE.filter((who) => who !== "owner"),
};
const isMachine = (who: Who) => ["machine", "reader"].includes(who);
const pairs = EVERYONE.flatMap((who) =>
  (["owner", "admin", "person"] as const).map((whose) => [who, whose] as const),
).filter(([who, whose]) => who !== whose);

test.each(pairs)("%s reads and ends sessions of the %s by the rule", async (who, whose) => {
  const { id } = team[whose];
  const { cookie } = await seedSession(id);
  const [own] = (await callApi("GET", path(id), { cookie })).body;
  // With a session: an access token may not, which another test covers.
  const by = isMachine(who)
    ? { token: team[who].token }
    : { cookie: (await seedSession(team[who].id)).cookie };
  const reaches = REACH[who]?.includes(whose) ?? false;
  expect((await callApi("GET", path(id), by)).status).toBe(reaches ? 200 : 403);
  const ends = reaches && "cookie" in by;
  for (const url of [`${path(id)}/${own.id}`, path(id)]) {
    const alive = async () => (await callApi("GET", path(id), { cookie })).status === 200;
    expect((await callApi("DELETE", url, by)).status, url).toBe(ends ? 200 : 403);
    expect(await alive()).toBe(!ends);
  }
});

test("ending all sessions of a user keeps their tokens and is recorded once", async () => {
  const cookies = [await seedSession(team.person.id), await seedSession(team.person.id)];
  const own = await seedSession(team.admin.id);
  const end = () => callApi("DELETE", path(), { cookie: own.cookie });
  expect(await end()).toMatchObject({ status: 200, body: {} });
  for (const { cookie } of cookies) {
    expect((await callApi("GET", path(), { cookie })).status).toBe(401);
  }
  const { token } = team.person;
  expect((await callApi("GET", "/api/users/current", { token })).status).toBe(200);
  expect((await callApi("GET", "/api/users/current", { cookie: own.cookie })).status).toBe(200);
  expect((await end()).status, "no session left").toBe(200);
  const events = await database().read.auditEvent.findMany({
    where: { activityCode: "dashboard.session.end.all" },
  });
  expect(events).toEqual([
    expect.objectContaining({
      initiatorId: team.admin.id,
      targetId: team.person.id,
      meta: expect.objectContaining({ username: team.person.name, count: "2" }),
    }),
  ]);
});

test("no access token ends a session", async () => {
  await seedSession(team.person.id);
  for (const who of ["owner", "admin", "person"] as const) {
    const answer = await callApi("DELETE", path(), { token: team[who].token });
    expect(answer.status, who).toBe(403);
    expect(answer.body.message).toContain("sign in to the dashboard");
  }
  expect(await database().read.session.count()).toBe(1);
});

test("the sessions of an unknown user are 404", async () => {
  const { token } = team.owner;
  expect((await callApi("GET", path("unknown"), { token })).status).toBe(404);
});
