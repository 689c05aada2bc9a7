import { beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, TEST_PASSWORD, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

/* What a recent proof of the password allows is decided when it is written, not when it is asked. */

let team: Team;
let cookie: string;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ cookie } = await seedSession(team.admin.id));
});

const REVOKE = ["POST", "/api/tokens/revocations", { filter: { all: true } }] as const;
const PROVE = ["PUT", "/api/users/current/proof", { password: TEST_PASSWORD }] as const;

/** The status of a call that waits for another write. */
async function statusAfter(
  call: typeof REVOKE | typeof PROVE,
  write: (tx: Tx) => Promise<unknown>,
) {
  const [method, path, body] = call;
  const { waiting, release } = await holdWrites();
  const answer = callApi(method, path, { cookie, body });
  await waiting;
  await release(write);
  return (await answer).status;
}

const admin = (data: object) => (tx: Tx) =>
  tx.user.update({ where: { id: team.admin.id }, data, select: { id: true } });
const sessions = (data: object) => (tx: Tx) =>
  tx.session.updateMany({ where: { userId: team.admin.id }, data });
const endSessions = (tx: Tx) => tx.session.deleteMany({ where: { userId: team.admin.id } });
const longAgo = new Date(Date.now() - DAY_MS);

test("a call whose rights stay as they were is allowed after the wait", async () => {
  for (const call of [REVOKE, PROVE]) {
    expect(await statusAfter(call, admin({ name: "renamed" }))).toBe(200);
  }
});

test.each([
  ["whose proof ends", () => sessions({ provenAt: longAgo }), 403],
  ["whose user is demoted", () => admin({ role: "network_admin" }), 403],
  ["whose user is blocked", () => admin({ isBlocked: true }), 403],
  ["that is ended", () => endSessions, 401],
])("a session %s while its revocation waits starts none", async (_, change, status) => {
  expect(await statusAfter(REVOKE, change())).toBe(status);
  expect(await database().read.tokenRevocation.count()).toBe(0);
});

test.each([
  ["whose password is changed", () => admin({ passwordHash: "another" }), 401],
  ["whose user is blocked", () => admin({ isBlocked: true }), 403],
  ["that is ended", () => endSessions, 401],
])("a session %s while its proof waits is not proven", async (_, change, status) => {
  await database().write(sessions({ provenAt: longAgo }));
  expect(await statusAfter(PROVE, change())).toBe(status);
  const proven = { provenAt: { gt: longAgo } };
  expect(await database().read.session.count({ where: { userId: team.admin.id, ...proven } })).toBe(
    0,
  );
});
