import { beforeAll, expect, test } from "vitest";
import { attemptSignIn } from "#lib/auth/sign-in-attempts.ts";
import { Problem } from "#lib/contract/problem.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { newAddress } from "#lib/dev/testing/invites.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const ORIGIN = { address: "192.0.2.9", userAgent: "", requestId: "r" };
const post = (path: string, email: string) =>
  callApi("POST", path, {
    token: team.owner.token,
    body: { email, name: "p", role: "user", auto_groups: [] },
  });

test.each([
  ["r&d@example.test", "R&D@EXAMPLE.test"],
  ["ops@intranet", "Ops@Intranet"],
  ["post@bücher.example", "Post@xn--bcher-KVA.example"],
  ["info@straße.example", "info@STRASSE\u0301.example".replace("SSE\u0301", "ßE")],
  ['"on call"@example.test', '"ON CALL"@example.test'],
])("%s may be a user's email, is returned as sent and signs in as %s", async (email, other) => {
  const made = await post("/api/users", email);
  expect([made.status, made.body.email]).toEqual([200, email]);
  const session = await signIn({ email: other, password: made.body.password }, ORIGIN);
  expect(session.userId).toBe(made.body.id);
  expect((await post("/api/users", other)).status).toBe(409);
  expect((await post("/api/users/invites", other)).status).toBe(409);
});

test("an invite accepts an email in any form", async () => {
  expect((await post("/api/users/invites", "neu@köln.example")).status).toBe(200);
  expect((await post("/api/users/invites", "neu@xn--kln-sna.example")).status).toBe(409);
});

test.each([
  ["no address", "the @ is missing"],
  ["a b@example.test", "the part before the @ contains a space"],
  ["x@under_score.example", '"under_score" is not a valid part of a domain'],
  ["x\u202e@example.test", "U+202E"],
])(
  "%j is refused with NetBird's message, and the field's entry gives the reason",
  async (email, reason) => {
    for (const path of ["/api/users", "/api/users/invites"]) {
      const { status, body } = await post(path, email);
      expect([status, body.message]).toEqual([422, "invalid email format"]);
      expect(body.errors).toEqual([{ path: "email", message: expect.stringContaining(reason) }]);
    }
    const setup = { email, name: "o", password: "correct horse battery" };
    const { status, body } = await callApi("POST", "/api/setup", { body: setup });
    expect([status, body.message, body.errors.length]).toEqual([422, "invalid email format", 1]);
    expect(body.errors[0].message).toContain(reason);
  },
);

test("all forms of an email share its limit of sign-ins", async () => {
  const wrong = () => Promise.reject(new Problem("unauthenticated", "wrong"));
  const triesOf = async (forms: string[]) => {
    const address = newAddress();
    for (let tries = 0; tries < 100; tries += 1) {
      const email = forms[tries % forms.length] ?? "";
      const error = await attemptSignIn(
        { email, address, isKnown: false, deadline: Infinity },
        wrong,
      ).catch((refusal: Problem) => refusal.problem);
      if (error === "rate_limited") return tries;
    }
    return Number.POSITIVE_INFINITY;
  };
  const limit = await triesOf(["b@example.test"]);
  expect(limit).toBeLessThan(50);
  const forms = ["a@bücher.example", "A@xn--bcher-kva.example", "a@ｂücher.example"];
  expect(await triesOf(forms)).toBe(limit);
});
