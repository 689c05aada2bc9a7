import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { newVerificationCache } from "#lib/crypto/verification-cache.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { inviteAs, visit } from "#lib/dev/testing/invites.ts";
import { type SeededAccount, seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { insertFirstSecrets } from "#lib/services/tokens/secret-row.ts";

/*
 * The load when every machine of a team restarts, and the load of Terraform. The times are upper
 * limits for two busy cores, not expected values.
 */

const COST = 5;
const RESTARTED = 1000;

let account: SeededAccount;
let admin: Member;
beforeAll(async () => {
  useTestSettings({ bcryptCost: COST });
  await freshDatabase();
  account = await seedAccount({ accessTokenMaxPerUser: 200 });
  admin = await seedMember(account, { role: "admin" });
});

async function seedTokens(count: number): Promise<string[]> {
  const owner = await seedMember(account, { role: "admin", isServiceUser: true });
  const turn = { lane: "token", flow: ["seed"] } as const;
  const tokens = await Promise.all(
    Array.from({ length: count }, async () => {
      const { text, publicId } = newTokenText("nbp_");
      return { text, publicId, hash: await hashSecret(text, COST, turn) };
    }),
  );
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) };
  const secrets = tokens.map((token) => ({ tokenId: newXid(), ...token, ...times }));
  const data = secrets.map(({ tokenId, publicId }) => ({
    ...{ id: tokenId, publicId, name: publicId, nameKey: nameKeyOf(publicId), ...times },
    ...{ userId: owner.id, createdBy: owner.id },
  }));
  await database().write(async (tx) => {
    await tx.token.createMany({ data });
    await insertFirstSecrets(
      tx,
      secrets.map(({ text: _, ...secret }) => secret),
    );
  });
  return tokens.map(({ text }) => text);
}

async function useAtOnce(tokens: string[]): Promise<{ statuses: number[]; seconds: number }> {
  replaceGlobalSingleton("proofs", newVerificationCache());
  // CPU time counts, since other processes may use this machine too.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const [begun, worked] = [performance.now(), process.cpuUsage()];
  const answers = await Promise.all(
    tokens.map((token, at) =>
      callApi("GET", "/api/groups", {
        token,
        headers: { "x-roost-client-address": `10.2.${at >> 8}.${at & 255}` },
      }),
    ),
  );
  const { user, system } = process.cpuUsage(worked);
  const seconds = Math.min(performance.now() - begun, (user + system) / 1000) / 1000;
  return { statuses: [...new Set(answers.map(({ status }) => status))], seconds };
}

test("sixty simultaneous first uses are all 200 within two seconds", async () => {
  const tokens = await seedTokens(60);
  const { statuses, seconds } = await useAtOnce(tokens);
  expect(statuses).toEqual([200]);
  expect(seconds).toBeLessThan(2);
});

test("a restart with a thousand simultaneous tokens answers all within ten seconds", async () => {
  const tokens = await seedTokens(RESTARTED);
  const { statuses, seconds } = await useAtOnce(tokens);
  expect(statuses).toEqual([200]);
  expect(seconds).toBeLessThan(10);
});

test("120 tokens are created twenty at a time, and their first uses cost no bcrypt", async () => {
  const created: string[] = [];
  const path = `/api/users/${admin.id}/tokens`;
  let begun = 0;
  const client = async () => {
    while (begun < 120) {
      const body = { name: `token ${begun++}`, expires_in: 1 };
      const answer = await callApi("POST", path, { token: admin.token, body });
      expect(answer.status).toBe(200);
      created.push(answer.body.plain_token);
    }
  };
  await Promise.all(Array.from({ length: 20 }, client));
  expect(created).toHaveLength(120);
  const work = await bcryptDuring(async () => {
    for (const token of created) {
      expect((await callApi("GET", "/api/users/current", { token })).status).toBe(200);
    }
  });
  expect(work).toEqual(workOf({}));
});

test("neither an invite's first visit nor that of its new link costs bcrypt", async () => {
  const { id, token } = await inviteAs(admin.token);
  const work = await bcryptDuring(async () => expect((await visit(token)).status).toBe(200));
  expect(work).toEqual(workOf({}));
  const again = await callApi("POST", `/api/users/invites/${id}/regenerate`, {
    token: admin.token,
    body: {},
  });
  const renewed = await bcryptDuring(async () => {
    expect((await visit(again.body.invite_token)).status).toBe(200);
    expect((await visit(token)).status).toBe(404);
  });
  expect(renewed).toEqual(workOf({}));
});
