import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { runProgramOn } from "#lib/dev/testing/run-program.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

const PROGRAM = join(import.meta.dirname, "../seed.ts");

const runDemo = (url: string, ...more: string[]) => runProgramOn(url, PROGRAM, ["demo", ...more]);

const counts = async () => ({
  people: await database().read.user.count({ where: { isServiceUser: false } }),
  serviceUsers: await database().read.user.count({ where: { isServiceUser: true } }),
  tokens: await database().read.token.count(),
  invites: await database().read.invite.count(),
});

let url: string;
let first: Awaited<ReturnType<typeof runDemo>>;
beforeAll(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  first = await runDemo(url);
});

test("fills an empty database with a team and prints a sign-in that works", async () => {
  expect(first).toMatchObject({ code: 0 });
  const [, email = "", password = ""] =
    /^Created a team for a demo: sign in as (\S+) with (\S+)\n$/.exec(first.output) ?? [];
  expect(email).toBe("owner@roost.example");
  const origin = { address: "192.0.2.5", userAgent: "test", requestId: "test" };
  await expect(signIn({ email, password }, origin)).resolves.toHaveProperty("sessionId");
  expect(await counts()).toEqual({ people: 6, serviceUsers: 8, tokens: 12, invites: 1 });
});

test("the team has blocked users, expired and used tokens, calls and a past", async () => {
  const { read } = database();
  const now = new Date();
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000);
  const found = await Promise.all([
    read.user.count({ where: { isBlocked: true } }),
    read.token.count({ where: { expiresAt: { lt: now } } }),
    read.token.count({ where: { lastUsedAt: null } }),
    read.tokenUse.count(),
    read.auditEvent.count({ where: { timestamp: { lt: monthAgo } } }),
    read.auditEvent.count({ where: { timestamp: { gt: monthAgo } } }),
  ]);
  for (const count of found) expect(count).toBeGreaterThan(0);
});

test("refuses a database with an account in one line and changes nothing", async () => {
  const before = await counts();
  const events = await database().read.auditEvent.count();
  expect(await runDemo(url)).toEqual({
    code: 1,
    output: "The database has an account already: the demo needs an empty one.\n",
  });
  expect(await counts()).toEqual(before);
  expect(await database().read.auditEvent.count()).toBe(events);
});

test("refuses other arguments beside demo", async () => {
  const { code, output } = await runDemo(url, "--add");
  expect([code, output]).toEqual([2, expect.stringMatching(/^Unexpected argument.+Usage: .+\n$/)]);
});
