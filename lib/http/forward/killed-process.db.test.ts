import { beforeEach, expect, test, vi } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { startFrontProcess } from "#lib/dev/testing/front-processes.ts";
import type { Arrival } from "#lib/dev/testing/netbird/arrival.ts";
import { faults } from "#lib/dev/testing/netbird/faults.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdServer } from "#lib/dev/testing/netbird.ts";
import { sendTo } from "#lib/dev/testing/netbird-front.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let netbird: NetBirdStub;
let team: Team;
let databaseUrl: string;
beforeEach(async () => {
  useTestSettings();
  ({ url: databaseUrl } = await freshDatabase());
  team = await seedTeam();
  netbird = await netbirdServer();
});

const DAY_MS = 86_400_000;
const isNetwork = ({ url }: Arrival) => url.startsWith("/api/networks");
const arrived = () => netbird.requests.filter(isNetwork);
const mirrors = () =>
  [...netbird.state.users.values()].filter(({ name }) => name.startsWith("roost: "));

async function newProcess() {
  const { child, port } = await startFrontProcess(databaseUrl, netbird);
  const { token } = team.machine;
  const create = (name: string) => sendTo(port, "POST", "/api/networks", { token, body: { name } });
  return { child, create };
}

test("a process that is killed during a change leaves the event of it", async () => {
  const { child, create } = await newProcess();
  netbird.misbehave(faults.hang, isNetwork);
  const sent = create("lost").catch(() => "lost");
  await vi.waitFor(() => expect(arrived()).toHaveLength(1), { timeout: 30_000 });
  child.kill("SIGKILL");
  expect(await sent).toBe("lost");
  const where = { activityCode: { startsWith: "netbird." } };
  const [event, ...more] = await database().read.auditEvent.findMany({ where });
  expect(event).toMatchObject({ initiatorId: team.machine.id, meta: { outcome: "pending" } });
  expect(more).toEqual([]);
  expect(arrived()).toHaveLength(1);
});

test("two processes call as one service user of NetBird, each with a token of a day", async () => {
  const [one, other] = [await newProcess(), await newProcess()];
  const answers = await Promise.all([one.create("a"), other.create("b"), one.create("c")]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const [mirror, ...more] = mirrors();
  expect(more).toEqual([]);
  expect(new Set(arrived().map(({ user }) => user?.id))).toEqual(new Set([mirror?.id]));
  one.child.kill("SIGKILL");
  expect((await other.create("d")).status).toBe(200);
  const tokens = [...netbird.state.tokens.values()].filter(({ userId }) => userId === mirror?.id);
  expect(tokens).toHaveLength(2);
  const latest = Math.max(...tokens.map(({ expiresAt }) => expiresAt.getTime()));
  expect(latest).toBeLessThanOrEqual(Date.now() + DAY_MS);
});
