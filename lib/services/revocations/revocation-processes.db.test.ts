import { spawn } from "node:child_process";
import { once } from "node:events";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { LEASE_MS } from "./run-revocations.ts";

const TOKENS = 2000;

let databaseUrl: string;
let revocationId: string;
beforeEach(async () => {
  useTestSettings();
  ({ url: databaseUrl } = await freshDatabase());
  const account = await seedAccount();
  const admin = await seedUser(account, { role: "admin" });
  const machine = await seedUser(account, { role: "user", isServiceUser: true });
  const createdAt = new Date(Date.now() - 1000);
  const expiresAt = new Date(Date.now() + 86_400_000);
  revocationId = newXid();
  await database().write(async (tx) => {
    await tx.token.createMany({
      data: Array.from({ length: TOKENS }, (_, at) => ({
        ...{ id: `t${at}`, userId: machine.id, name: "t", publicId: `p${at}` },
        ...{ createdBy: admin.id, createdAt, expiresAt },
      })),
    });
    const now = new Date();
    await tx.tokenRevocation.create({
      data: {
        ...{ id: revocationId, accountId: account.id, createdBy: admin.id, createdAt: now },
        ...{ address: "192.0.2.1", userAgent: "", requestId: "r", filter: { all: true } },
        ...{ state: "running", matched: TOKENS, heldUntil: now },
      },
    });
  });
});

/** A server that works on revocations, at a pace at which the processes compete. */
const REVOKE = `(async () => {
  const { settings } = await import("#lib/config/settings.ts");
  const { useDatabase } = await import("#lib/db/database.ts");
  const { openDatabase } = await import("#lib/db/open-database.ts");
  const { startRevoking } = await import("#lib/services/revocations/start-revoking.ts");
  useDatabase(await openDatabase(settings().databaseUrl));
  process.stdin.once("end", () => process.exit(0)).resume();
  console.log("ready");
  process.once("message", () => startRevoking(2));
})()`;

async function startProcess() {
  const child = spawn(process.execPath, ["--eval", REVOKE], {
    cwd: repositoryRoot(),
    stdio: ["pipe", "pipe", "inherit", "ipc"],
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "test", LOG_LEVEL: "error" },
      ...{ DATABASE_URL: databaseUrl, NEXTAUTH_SECRET: "x".repeat(48) },
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  if (!child.stdout) throw new Error("the process has pipes");
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  const kill = async () => {
    child.kill("SIGKILL");
    await exit;
  };
  return { begin: () => child.send("begin"), kill };
}

const report = () =>
  database().read.tokenRevocation.findUniqueOrThrow({ where: { id: revocationId } });

test("a process killed in a revocation loses and repeats nothing: another one goes on", async () => {
  const first = await startProcess();
  const second = await startProcess();
  first.begin();
  await expect
    .poll(async () => (await report()).revoked, { timeout: 30_000, interval: 5 })
    .toBeGreaterThan(0);
  await first.kill();
  const { state, revoked } = await report();
  expect(state).toBe("running");
  expect(await database().read.token.count()).toBe(TOKENS - revoked);
  second.begin();
  // As if its lease had passed.
  const heldUntil = new Date(Date.now() - LEASE_MS);
  await database().write((tx) => tx.tokenRevocation.updateMany({ data: { heldUntil } }));
  await expect.poll(async () => (await report()).state, { timeout: 60_000 }).toBe("done");
  expect(await report()).toMatchObject({ revoked: TOKENS, refused: 0 });
  expect(await database().read.token.count()).toBe(0);
  const events = await database().read.auditEvent.findMany({ select: { meta: true } });
  const targets = events.flatMap(({ meta }) => Object(meta).target_token_id ?? []);
  expect([targets.length, new Set(targets).size]).toEqual([TOKENS, TOKENS]);
  await second.kill();
}, 120_000);
