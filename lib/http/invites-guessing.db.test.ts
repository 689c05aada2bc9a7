import { beforeAll, expect, test } from "vitest";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, workOf } from "#lib/dev/testing/barrier.ts";
import { guessAt } from "#lib/dev/testing/brute-force.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { accept, inviteAs, newAddress, visit } from "#lib/dev/testing/invites.ts";
import { type SeededAccount, seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

const NOTHING = workOf({});

let account: SeededAccount;
let admin: Member;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
  admin = await seedMember(account, { role: "admin" });
});

const guess = (token: string) => guessAt(token.slice(4, 14), "nbi_");

test("viewing and accepting share five simultaneous requests per address", async () => {
  const { token } = await inviteAs(admin.token);
  const address = newAddress();
  expect((await visit(token, address)).headers.get("ratelimit")).toMatch(/^"invite";r=4;/);
  expect((await accept(token, "{", address)).status).toBe(400);
  expect((await accept(token, {}, address)).status).toBe(422);
  expect((await visit("nbi_", address)).status).toBe(422);
  expect((await visit(newTokenText("nbi_").text, address)).status).toBe(404);
  for (const answer of [await visit(token, address), await accept(token, "{", address)]) {
    expect(answer).toMatchObject({
      status: 429,
      body: { message: "rate limit exceeded, please try again later", code: 429 },
    });
    expect(answer.headers.get("retry-after")).toMatch(/^[1-6]$/);
  }
  expect((await visit(token)).status).toBe(200);
});

test("a request without a required credential costs no attempt, one with a credential does", async () => {
  const { token } = admin;
  const address = newAddress();
  const headers = { "x-roost-client-address": address };
  for (let count = 0; count < 7; count += 1) {
    expect((await visit("an-id", address)).status).toBe(401);
  }
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) {
    const answer = await callApi("GET", "/api/users/invites/an-id", { token, headers });
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([...Array(5).fill(422), 429]);
  expect((await callApi("GET", "/api/users/invites", { token, headers })).status).toBe(200);
});

test("malformed tokens and tokens of another kind cost no bcrypt", async () => {
  const { token } = await inviteAs(admin.token);
  const work = await bcryptDuring(async () => {
    for (const text of ["nbi_", `${token}0`, newTokenText("nbr_").text]) {
      await visit(text);
      await accept(text);
    }
  });
  expect(work).toEqual(NOTHING);
});

test("wrong secrets are 404, wait as suspects from the second on and delay no one else", async () => {
  const { token } = await inviteAs(admin.token);
  const work = await bcryptDuring(async () => {
    for (let count = 0; count < 4; count += 1) {
      const answer = await visit(guess(token));
      expect(answer).toMatchObject({ status: 404, body: { message: "user invite not found" } });
    }
  });
  expect(work).toEqual(workOf({ token: 1, password: 0, suspect: 3 }));
  expect((await visit(token)).status).toBe(200);
  const other = await seedMember(account, { role: "user", isServiceUser: true });
  const honest = await bcryptDuring(async () => {
    expect((await callApi("GET", "/api/users", { token: other.token })).status).toBe(200);
  });
  expect(honest).toEqual(workOf({ token: 1, password: 0, suspect: 0 }));
});

test("a verified token costs no second bcrypt, and an expired one hashes no password", async () => {
  const { id, token } = await inviteAs(admin.token);
  await visit(token);
  expect(await bcryptDuring(() => visit(token))).toEqual(NOTHING);
  const expiresAt = new Date(Date.now() - 1);
  await database().write((tx) => tx.invite.update({ where: { id }, data: { expiresAt } }));
  const work = await bcryptDuring(async () => {
    expect((await accept(token)).status).toBe(422);
  });
  expect(work).toEqual(NOTHING);
});
