import { beforeEach, expect, test } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { isProblem } from "#lib/contract/problem.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { faults, redirectTo } from "#lib/dev/testing/netbird/faults.ts";
import { addToken, addUser } from "#lib/dev/testing/netbird/state.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdServer } from "#lib/dev/testing/netbird.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Connection, connectTo } from "#lib/netbird/connection.ts";
import { brokerStatus, checkNow, isNetBirdUp, presentBroker } from "./broker.ts";

beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  await seedAccount();
  becomeNewProcess();
});

const becomeNewProcess = () =>
  replaceGlobalSingleton("netbird-broker", {
    ...{ latest: undefined, verified: undefined, running: undefined, reported: "" },
  });

const to = ({ url, brokerToken }: NetBirdStub, token = brokerToken): Connection =>
  connectTo({ url, token, ca: undefined }, { headersMs: 500, bodyIdleMs: 500 });

async function refusal(through: Connection): Promise<string> {
  try {
    await presentBroker(through);
    return "none";
  } catch (error) {
    return isProblem(error) ? error.problem : "other";
  }
}

const messages = (lines: string[]) => lines.map((line) => String(JSON.parse(line).msg));

test("finds the service user of the token, its account, expiry and the version", async () => {
  const server = await netbirdServer();
  const broker = await presentBroker(to(server));
  expect(broker).toMatchObject({ userId: server.broker.id, role: "admin" });
  expect(broker.version).toMatch(/^\d/);
  const days = ((broker.expiresAt?.getTime() ?? 0) - Date.now()) / DAY_MS;
  expect(Math.round(days)).toBe(365);
  expect(isNetBirdUp()).toBe(true);
  expect(await database().read.netBirdServer.findMany()).toMatchObject([
    { upstreamAccountId: broker.accountId, brokerId: broker.userId },
  ]);
});

test("one line for each change of state, none for a check that finds the same", async () => {
  const server = await netbirdServer();
  const through = to(server);
  const lines = captureLog();
  await checkNow(through);
  await checkNow(through);
  expect(messages(lines)).toEqual(["NetBird: connected"]);
  const back = server.misbehave(faults.hang);
  await checkNow(through);
  await checkNow(through);
  expect(messages(lines).slice(1)).toEqual(["NetBird: NetBird did not answer in time"]);
  expect(isNetBirdUp()).toBe(false);
  back();
  await checkNow(through);
  expect(messages(lines).slice(2)).toEqual(["NetBird: connected"]);
  expect(lines.join("")).not.toContain(server.brokerToken);
});

test.each([
  ["redirect", redirectTo("https://other.test"), "bad_gateway"],
  ["not_netbird", faults.badJson, "bad_gateway"],
  ["not_netbird", faults.noRoute, "bad_gateway"],
  ["wrong_token", faults.unauthorized, "bad_gateway"],
  ["wrong_token", faults.tokenGone, "bad_gateway"],
  ["blocked", faults.blocked, "bad_gateway"],
] as const)("a server with the fault %s answers no request", async (fault, how, problem) => {
  const server = await netbirdServer();
  const lines = captureLog();
  server.misbehave(how);
  expect(await refusal(to(server))).toBe(problem);
  expect(brokerStatus()).toMatchObject({ fault });
  expect(messages(lines)).toHaveLength(1);
  expect(lines.join("")).not.toMatch(/not found/i);
});

test("the token of a person is refused", async () => {
  const server = await netbirdServer();
  const person = addUser(server.state, { role: "admin", isServiceUser: false });
  expect(await refusal(to(server, addToken(server.state, person).text))).toBe("bad_gateway");
  expect(brokerStatus()).toMatchObject({ fault: "person" });
});

test("a server that is not set up is not used", async () => {
  const server = await netbirdServer();
  server.state.setupRequired = true;
  expect(await refusal(to(server))).toBe("unavailable");
  expect(brokerStatus()).toMatchObject({ fault: "setup_required" });
});

test("another account than before is never used, in no process", async () => {
  const [first, second] = [await netbirdServer(), await netbirdServer()];
  second.state.accountId = `${first.state.accountId}x`;
  await presentBroker(to(first));
  await checkNow(to(second));
  expect(brokerStatus()).toMatchObject({ fault: "other_account" });
  expect(await refusal(to(second))).toBe("unavailable");
  becomeNewProcess();
  expect(await refusal(to(second))).toBe("unavailable");
  await checkNow(to(first));
  expect(await refusal(to(first))).toBe("none");
});

test("while a checked server is away, the calls themselves find out", async () => {
  const server = await netbirdServer();
  const through = to(server);
  await presentBroker(through);
  server.misbehave(faults.reset);
  await checkNow(through);
  expect(isNetBirdUp()).toBe(false);
  expect(await refusal(through)).toBe("none");
  becomeNewProcess();
  expect(await refusal(through)).toBe("bad_gateway");
});

test("a broker that is not an admin, or expires soon, is used and warned of", async () => {
  const server = await netbirdServer({ broker: { role: "network_admin" } });
  const lines = captureLog();
  const soon = addToken(server.state, server.broker, { days: 3 });
  expect(await presentBroker(to(server, soon.text))).toMatchObject({ role: "network_admin" });
  expect(messages(lines)).toEqual([
    "NetBird: connected",
    "NetBird: the service user is not an admin: only reads are forwarded, with NETBIRD_TOKEN itself",
    "NetBird: NETBIRD_TOKEN expires within 14 days",
  ]);
});

test("a server without a version or list of tokens is no fault", async () => {
  const server = await netbirdServer();
  server.misbehave(faults.noRoute, ({ url }) => /version|tokens/.test(url));
  expect(await presentBroker(to(server))).toMatchObject({ version: null, expiresAt: null });
});
