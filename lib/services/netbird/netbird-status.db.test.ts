import { beforeEach, expect, test } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { faults } from "#lib/dev/testing/netbird/faults.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import type { Connection } from "#lib/netbird/connection.ts";
import { checkNow } from "./broker.ts";
import { netBirdTrouble, readNetBirdStatus } from "./netbird-status.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const actor = (who: Who) => {
  const authorization = `Token ${team[who].token}`;
  return actorOf(new Headers({ authorization }), { address: "", userAgent: "", requestId: "" });
};
const status = async (who: Who = "owner") => {
  const read = await readNetBirdStatus(await actor(who));
  if (read === null) throw new Error("there is a server");
  return read;
};
const trouble = async (who: Who = "owner") => netBirdTrouble(await actor(who));

async function createGroup(who: Who, name: string) {
  const headers = { "content-type": "application/json" };
  return callApi("POST", "/api/groups", { token: team[who].token, headers, body: { name } });
}

test("without a NetBird server there is neither status nor trouble", async () => {
  expect(await readNetBirdStatus(await actor("owner"))).toBeNull();
  expect(await trouble()).toBeNull();
});

test("the status has server, broker and role without any secret", async () => {
  const { server } = await netbirdBehind();
  const read = await status("auditor");
  expect(read).toMatchObject({
    server: server.url,
    check: { broker: { role: "admin", version: "0.99.0" } },
    isBrokerAdmin: true,
    ...{ mirrors: [], troubled: [] },
  });
  expect(JSON.stringify(read)).not.toContain(server.brokerToken);
  expect(await trouble("auditor")).toBeNull();
});

test("only roles that may read settings see status and trouble", async () => {
  const { server, connection } = await netbirdBehind();
  server.misbehave(faults.unauthorized);
  await checkNow(connection);
  for (const who of ["person", "billingAdmin"] as const) {
    await expect(status(who)).rejects.toMatchObject({ problem: "forbidden" });
    expect(await trouble(who)).toBeNull();
  }
  expect(await trouble("auditor")).not.toBeNull();
});

test("a fault is both, with its reason; a broker without the role admin is seen in the status", async () => {
  const { server, connection } = await netbirdBehind({ broker: { role: "user" } });
  expect(await status()).toMatchObject({
    isBrokerAdmin: false,
    check: { broker: { role: "user" } },
  });
  server.misbehave(faults.unauthorized);
  await checkNow(connection);
  const reason = "NetBird refuses NETBIRD_TOKEN: it is wrong, expired or deleted";
  expect(await status()).toMatchObject({
    isBrokerAdmin: false,
    check: { fault: "wrong_token", reason },
  });
  expect(await trouble()).toEqual({ reason });
});

const expireIn = async (server: NetBirdStub, connection: Connection, days: number) => {
  for (const token of server.state.tokens.values()) {
    token.expiresAt = new Date(Date.now() + days * DAY_MS);
  }
  await checkNow(connection);
};

test("a token of the broker is trouble from 14 days before its end", async () => {
  const { server, connection } = await netbirdBehind();
  await expireIn(server, connection, 15);
  expect(await trouble()).toBeNull();
  await expireIn(server, connection, 13);
  expect(await trouble()).toEqual({ expiresAt: expect.any(Date) });
});

test("the service users at NetBird are listed with role and blocked user, none of deleted ones", async () => {
  await netbirdBehind();
  await createGroup("machine", "ops");
  await createGroup("owner", "dev");
  await callApi("GET", "/api/peers", { token: team.reader.token });
  const { machine, reader } = team;
  await database().write((tx) =>
    tx.user.update({ where: { id: machine.id }, data: { isBlocked: true } }),
  );
  await database().write((tx) => tx.user.delete({ where: { id: reader.id } }));
  expect((await status()).mirrors).toMatchObject([
    { user: { id: machine.id, name: machine.name, isBlocked: true }, people: null, role: "admin" },
    { user: null, people: "network_admin", role: "network_admin" },
  ]);
});

test("refused, failed and uncertain changes are listed, not those carried out", async () => {
  const { server } = await netbirdBehind();
  await createGroup("owner", "ops");
  const isWrite = ({ operation }: { operation: string | null }) => operation === "POST /api/groups";
  for (const fault of [faults.forbidden, faults.reset]) {
    const end = server.misbehave(fault, isWrite);
    await createGroup("owner", "dev");
    end();
  }
  expect((await status("auditor")).troubled?.map(({ meta }) => meta.outcome)).toEqual([
    "unknown",
    "refused",
  ]);
});

test("a change that is still pending after two minutes has an unknown outcome", async () => {
  await netbirdBehind();
  await createGroup("owner", "ops");
  const setPending = (secondsAgo: number) =>
    database().write(async (tx) => {
      const where = { activityCode: "netbird.create" };
      const { id, meta } = await tx.auditEvent.findFirstOrThrow({ where });
      const timestamp = new Date(Date.now() - secondsAgo * 1000);
      const pending = { ...(meta as object), outcome: "pending" };
      await tx.auditEvent.update({ where: { id }, data: { timestamp, meta: pending } });
    });
  await setPending(60);
  expect((await status()).troubled).toEqual([]);
  await setPending(121);
  expect((await status()).troubled).toMatchObject([{ meta: { outcome: "unknown" } }]);
});
