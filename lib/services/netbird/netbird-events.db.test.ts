import { beforeEach, expect, test } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { listNetBirdEvents } from "./netbird-events.ts";

let team: Team;
let server: NetBirdStub;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ server } = await netbirdBehind());
});

const read = async (who: Who) => {
  const authorization = `Token ${team[who].token}`;
  const origin = { address: "", userAgent: "", requestId: "" };
  return listNetBirdEvents(await actorOf(new Headers({ authorization }), origin));
};

function add(minute: number, given: Partial<(typeof server.state.events)[number]> = {}) {
  server.state.events.push({
    ...{ id: String(minute), activity: "Peer added", activity_code: "peer.add" },
    timestamp: new Date(Date.UTC(2026, 0, 2, 0, minute)).toISOString(),
    ...{ initiator_id: "", initiator_name: "", initiator_email: "", target_id: "p1", meta: {} },
    ...given,
  });
}

/** Without those of reading them: a service user is made and gets a token. */
const added = async (who: Who) =>
  (await read(who)).filter(({ at }) => at.getUTCFullYear() === 2026 && at.getUTCMonth() === 0);

test("the newest 200 events come first, with names where NetBird says them", async () => {
  for (let minute = 0; minute < 201; minute += 1) add(minute);
  add(300, {
    initiator_name: "Ann",
    initiator_email: "ann@example.test",
    meta: { name: "laptop" },
  });
  add(299, { initiator_email: "ann@example.test", activity: "" });
  await read("auditor");
  const events = await read("auditor");
  expect(events).toHaveLength(200);
  expect(events.map(({ at }) => at.getTime())).toEqual(
    events.map(({ at }) => at.getTime()).toSorted((one, other) => other - one),
  );
  const [first, second] = await added("auditor");
  expect(first).toMatchObject({ id: "300", initiator: "Ann", target: "laptop" });
  expect(second).toMatchObject({
    activity: "peer.add",
    initiator: "ann@example.test",
    target: "p1",
  });
});

test("an event that a service user of Roost caused names it", async () => {
  const { token } = team.machine;
  const headers = { "content-type": "application/json" };
  await callApi("POST", "/api/groups", { token, headers, body: { name: "ops" } });
  const made = (await read("auditor")).find(({ initiatorUserId }) => initiatorUserId !== null);
  expect(made).toMatchObject({
    initiator: `roost: ${team.machine.name}`,
    initiatorUserId: team.machine.id,
  });
});

test("fields that an older server does not send are empty", async () => {
  server.misbehave(
    {
      answer: {
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify([
          { id: 7, timestamp: "2026-01-02T00:00:00Z", activity: "Peer added", meta: null },
        ]),
      },
    },
    ({ operation }) => operation === "GET /api/events/audit",
  );
  expect(await read("auditor")).toEqual([
    {
      ...{ id: "7", at: new Date("2026-01-02T00:00:00Z"), activity: "Peer added" },
      ...{ initiator: "", initiatorUserId: null, target: "" },
    },
  ]);
});

test("users without the right to see events ask nothing", async () => {
  await expect(read("person")).rejects.toMatchObject({ problem: "forbidden" });
  expect(server.requests.filter(({ url }) => url.startsWith("/api/events"))).toEqual([]);
});
