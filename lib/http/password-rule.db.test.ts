import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { type ApiResponse, callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { accept, newAddress } from "#lib/dev/testing/invites.ts";
import { seedAccount, seedSession, TEST_PASSWORD, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember } from "#lib/dev/testing/team.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

/** The user who sets the password, in every form: the rule checks name and email. */
const PERSON = { name: "Ada Byron-King al", email: "lovelace.1815@example.test" };

beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
});

/** The ways to set a password; each returns the outcome for this one. */
const DOORS: Record<string, (password: string) => Promise<ApiResponse>> = {
  setup: (password) =>
    callApi("POST", "/api/setup", {
      body: { ...PERSON, password },
      headers: { "x-roost-client-address": newAddress() },
    }),
  invite: async (password) => {
    const owner = await seedMember(await seedAccount(), { role: "owner" });
    const body = { ...PERSON, role: "user" };
    const made = await callApi("POST", "/api/users/invites", { token: owner.token, body });
    return accept(made.body.invite_token, { password });
  },
  change: async (password) => {
    const person = await seedMember(await seedAccount(), { role: "user", ...PERSON });
    const { cookie } = await seedSession(person.id);
    const body = { old_password: TEST_PASSWORD, new_password: password };
    return callApi("PUT", `/api/users/${person.id}/password`, { cookie, body });
  },
};
const ways = Object.entries(DOORS);

/** No log line or answer may contain the password itself. */
const REFUSED: [string, RegExp][] = [
  ["xk7!mzp2q", /must be at least 10 (characters|bytes)/],
  ["éééé".normalize("NFD"), /must be at least 10 (characters|bytes)/],
  ["q1w2e3r4t5", /is one of the most common passwords/],
  ["QWERTYUIOP", /is one of the most common passwords/],
  ["Password123", /is one of the most common passwords/],
  ["          ", /repeats itself/],
  ["abcabcabcabc", /repeats itself/],
  ["monkeymonkey", /repeats itself/],
  ["x-LOVELACE.1815-x", /must not contain your email address/],
  ["the byron-KING of 7", /must not contain your name/],
  ["My-Roost-for-2026", /must not contain "roost"/],
  ["netBIRD runs here", /must not contain "netbird"/],
];

for (const [way, set] of ways) {
  test.each(REFUSED)(
    `${way} refuses %j with the reason and stores nothing`,
    async (password, reason) => {
      const answer = await set(password);
      expect(answer.status, JSON.stringify(answer.body)).toBe(422);
      expect(answer.body.message).toMatch(reason);
      const path = way === "change" ? "new_password" : "password";
      expect(answer.body.errors).toEqual([{ path, message: answer.body.message }]);
      const { email } = PERSON;
      const origin = { address: newAddress(), userAgent: "", requestId: "" };
      await expect(signIn({ email, password }, origin)).rejects.toThrow();
    },
  );

  test(`${way} requires no character class and ignores short parts of names`, async () => {
    // "al" and "ada" have under four letters.
    const answer = await set("salad and balances");
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  });

  test(`${way}: Unicode forms of a password are equal, and 72 bytes are counted in one form`, async () => {
    const password = "ein Bär, ".repeat(2) + "é".repeat(24);
    const typed = password.normalize("NFD");
    expect(Buffer.byteLength(typed)).toBeGreaterThan(72);
    expect((await set(typed)).status).toBe(200);
    const { email } = PERSON;
    for (const form of ["NFC", "NFD"]) {
      const origin = { address: newAddress(), userAgent: "", requestId: "" };
      const given = { email, password: password.normalize(form) };
      await expect(signIn(given, origin)).resolves.toHaveProperty("sessionId");
    }
    expect(await database().read.session.count({ where: { user: { email } } })).toBeGreaterThan(1);
  });
}
