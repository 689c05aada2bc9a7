import { execFile } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { signWebhook } from "#lib/crypto/webhook-signature.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase, freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { addUser } from "#lib/dev/testing/netbird/state.ts";
import { netbirdServer } from "#lib/dev/testing/netbird.ts";
import {
  type SeededAccount,
  seedAccount,
  seedSession,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { startReceiver, WEBHOOK_SECRET } from "#lib/dev/testing/webhook-receiver.ts";

let url: string;
let account: SeededAccount;
let owner: Member;
beforeAll(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  account = await seedAccount();
  owner = await seedMember(account, { role: "owner" });
});

type Ended = { code: number; out: string; err: string };

/** Runs the command like an operator, while the database is open. */
function admin(
  args: string[],
  databaseUrl = url,
  given: Record<string, string> = {},
): Promise<Ended> {
  const script = join(repositoryRoot(), "lib/cli/admin.ts");
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: "Zq3vX8mKp2LwR7tYb5NcJ1hGd9FsA4eU",
    ...given,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test.each([
  [[]],
  [["setup"]],
  [["setup-code", "now"]],
  [["--help"]],
  [["backup"]],
  [["backup", "a", "b"]],
  [["restore", "a", "--force"]],
  [["migrate-store", "--from", "file:a"]],
  [["migrate-store", "--from", "file:a", "--to"]],
  [["migrate-store", "--from", "file:a", "--to", "file:b", "c"]],
  [["constructor"]],
])("%j prints the usage in one line and exits with 2", async (args) => {
  const { code, out, err } = await admin(args);
  expect([code, out, err]).toEqual([
    2,
    "",
    "Usage: npm run admin -- setup-code | reset-password <email> | webhook-test | backup <file> [--force] | restore <file> | migrate-store --from <address> --to <address> | remove-mirrors | start-afresh\n",
  ]);
});

test("refuses a database without a first start in one line", async () => {
  const { code, err } = await admin(["setup-code"], await freshDatabaseUrl("empty"));
  expect([code, err]).toEqual([1, "Roost has not been started on this database.\n"]);
});

test("reset-password prints a single-use link, or the reason why there is none", async () => {
  const { code, out } = await admin(["reset-password", owner.email.toUpperCase()], url, {
    NEXTAUTH_URL: "https://roost.example.test",
  });
  expect(code).toBe(0);
  const token =
    /^Reset link: https:\/\/roost\.example\.test\/reset\/(nbr_\w{36})$/m.exec(out)?.[1] ?? "";
  const stored = await database().read.passwordReset.findFirst();
  expect(JSON.stringify(stored)).not.toContain(token.slice(14));
  const body = { password: "eight tall trees" };
  const path = `/api/users/password-resets/${token}/accept`;
  expect((await callApi("POST", path, { body })).status).toBe(200);
  expect((await callApi("POST", path, { body })).status).toBe(404);
  const events = await database().read.auditEvent.findMany({ where: { targetId: owner.id } });
  expect(events.map(({ initiatorId }) => initiatorId)).toEqual(["sys", owner.id]);
  const missing = await admin(["reset-password", "unknown@example.test"]);
  expect(missing).toEqual({
    code: 1,
    out: "",
    err: "No user has the email unknown@example.test.\n",
  });
});

test("prints a setup code only without an account, and the code works once it is deleted", async () => {
  const early = await admin(["setup-code"]);
  expect([early.code, early.out]).toEqual([1, ""]);
  expect(early.err).toBe("No setup code is needed here.\n");
  captureLog();
  const { cookie } = await seedSession(owner.id);
  await callApi("DELETE", `/api/accounts/${account.id}`, { cookie });
  const { code, out } = await admin(["setup-code"]);
  expect(code).toBe(0);
  const setup_code = /^Setup code: (\S+)$/m.exec(out)?.[1] ?? "";
  const lock = await database().read.setupLock.findFirst();
  expect(JSON.stringify(lock)).not.toContain(setup_code.slice(0, 5));
  const body = { name: "n", email: "n@example.test", password: "eight tall trees", setup_code };
  expect((await callApi("POST", "/api/setup", { body })).status).toBe(200);
});

const webhookTest = (webhookUrl: string) =>
  admin(["webhook-test"], url, {
    NOTICE_WEBHOOK_URL: webhookUrl,
    NOTICE_WEBHOOK_SECRET: webhookUrl === "" ? "" : WEBHOOK_SECRET,
    NEXTAUTH_URL: "https://roost.example.test",
  });

test("a test webhook arrives signed; the outcome is one line without the path of the URL", async () => {
  const receiver = await startReceiver();
  const { origin } = new URL(receiver.url);
  const fine = await webhookTest(receiver.url);
  expect(fine).toEqual({ code: 0, out: `Delivered to ${origin}: HTTP 204\n`, err: "" });
  const [{ id = "", headers, text, body } = {}] = receiver.arrivals;
  expect(body).toMatchObject({ type: "webhook.test", data: { url: "https://roost.example.test" } });
  const signed = { id, timestamp: Number(headers?.["webhook-timestamp"]), body: text ?? "" };
  expect(headers?.["webhook-signature"]).toBe(signWebhook(receiver.webhook.key, signed));
  receiver.answer = (response) => response.writeHead(500).end();
  const failed = await webhookTest(receiver.url);
  expect(failed).toEqual({ code: 1, out: "", err: `Not delivered to ${origin}: HTTP 500\n` });
});

test("refuses a test webhook without a URL in one line", async () => {
  const { code, out, err } = await webhookTest("");
  expect([code, out]).toEqual([1, ""]);
  expect(err).toBe("NOTICE_WEBHOOK_URL is not set: no notices are sent.\n");
});

test("remove-mirrors deletes Roost's service users at the NetBird server, and says how many", async () => {
  const server = await netbirdServer();
  const without = await admin(["remove-mirrors"]);
  expect(without).toMatchObject({
    code: 1,
    err: expect.stringContaining("NETBIRD_URL is not set"),
  });
  const mirror = addUser(server.state, { name: "roost: ci" });
  const [id, owner, now] = ["mirror", "user:ci", new Date()];
  const stored = { id, owner, accountId: account.id, role: "user", upstreamId: mirror.id };
  await database().write((tx) =>
    tx.netBirdMirror.create({ data: { ...stored, createdAt: now, heldUntil: now } }),
  );
  const { url: NETBIRD_URL, brokerToken: NETBIRD_TOKEN } = server;
  const removed = await admin(["remove-mirrors"], url, { NETBIRD_URL, NETBIRD_TOKEN });
  expect(removed).toMatchObject({ code: 0, out: expect.stringContaining("1 service user of") });
  expect(removed.out + removed.err).not.toContain(NETBIRD_TOKEN);
  expect(server.state.users.has(mirror.id)).toBe(false);
  expect(server.state.users.has(server.broker.id)).toBe(true);
  expect(await database().read.netBirdMirror.count()).toBe(0);
});
