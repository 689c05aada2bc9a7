import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { isProblem } from "#lib/contract/problem.ts";
import { isVerified } from "#lib/crypto/verification-cache.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { markTokensUsed, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedTeam } from "#lib/dev/testing/team.ts";
import { findToken } from "#lib/services/credentials.ts";
import { verifyToken } from "./verify-token.ts";

/* One process changes a token or its user, this one verifies the token: on one PostgreSQL. */

/** `npm run test:replicas` takes 100 000 steps. */
const STEPS = Number(process.env.REPLICA_STEPS ?? 2_000);
const STEP_MS = 60;

let url: string;
let member: Member;
beforeEach(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  member = (await seedTeam()).machine;
  await markTokensUsed();
});

function otherProcess(): (sql: string) => Promise<void> {
  const program = join(import.meta.dirname, "../dev/testing/change-rows.ts");
  const child: ChildProcess = fork(program, [url]);
  onTestFinished(async () => {
    child.disconnect();
    await once(child, "exit");
  });
  return async (sql) => {
    const done = once(child, "message");
    child.send(sql);
    await done;
  };
}

let requests = 0;

/** The role that a request with the token gets, or the message of its refusal. */
async function verdict(): Promise<string> {
  requests += 1;
  // From many networks, since unknown tokens of one are soon refused unread.
  const address = `${1 + (requests % 200)}.${Math.trunc(requests / 200) % 250}.113.5`;
  const origin = { address, userAgent: "test", requestId: "test" };
  try {
    return (await verifyToken(member.token, origin)).role;
  } catch (error) {
    if (isProblem(error)) return error.message;
    throw error;
  }
}

/** Changes in pairs: each second one takes the first back. */
function changes({ id, tokenId, publicId }: Member): [sql: string, verdict: string][] {
  const user = (set: string) => `UPDATE "User" SET ${set} WHERE "id" = '${id}'`;
  const secret = (set: string) => `UPDATE "TokenSecret" SET ${set} WHERE "tokenId" = '${tokenId}'`;
  return [
    [`DELETE FROM "Token" WHERE "id" = '${tokenId}'`, "token invalid"],
    [
      `INSERT INTO "Token" SELECT * FROM "Kept"; INSERT INTO "TokenSecret" SELECT * FROM "KeptSecret"`,
      "admin",
    ],
    [secret(`"publicId" = 'another one'`), "token invalid"],
    [secret(`"publicId" = '${publicId}'`), "admin"],
    [user(`"isBlocked" = TRUE`), "user is blocked"],
    [user(`"isBlocked" = FALSE`), "admin"],
    [secret(`"expiresAt" = now() - interval '1 day'`), "token invalid"],
    [secret(`"expiresAt" = now() + interval '1 day'`), "admin"],
    [user(`"role" = 'user'`), "user"],
    [user(`"role" = 'admin'`), "admin"],
  ];
}

test(
  "no token is accepted after another process has revoked or expired it, blocked or demoted its user",
  async () => {
    const change = otherProcess();
    await change(`CREATE TABLE "Kept" AS SELECT * FROM "Token" WHERE "id" = '${member.tokenId}'`);
    await change(
      `CREATE TABLE "KeptSecret" AS SELECT * FROM "TokenSecret" WHERE "tokenId" = '${member.tokenId}'`,
    );
    expect(await verdict()).toBe("admin");
    const steps = changes(member);
    const stale: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const [sql, expected] = steps[step % steps.length] ?? ["", ""];
      // A verification that began before the commit may see either state.
      const before = verdict();
      await change(sql);
      const found = await verdict();
      if (found !== expected) stale.push(`step ${step}: ${found} after ${sql}`);
      await before;
    }
    expect(stale).toEqual([]);
    // The secret was not hashed again: a request pays for the read alone.
    const row = await findToken(member.publicId);
    expect(isVerified(member.token, row?.hash ?? "")).toBe(true);
  },
  STEPS * STEP_MS,
);
