import { beforeAll, expect, test } from "vitest";
import { Problem } from "#lib/contract/problem.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import type { Actor } from "./context.ts";
import { checkAhead, rememberResult } from "./idempotency.ts";

let actor: Actor;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  const { id } = await seedUser(await seedAccount(), { role: "admin" });
  // Only the two fields that a key needs.
  actor = { userId: id, idempotency: { key: "k", requestHash: "h" } } as Actor;
});

const taken = () => new Problem("conflict", "user with this email already exists");

test("a check that fails because the same request was carried out in the meantime gives its 409", async () => {
  const ahead = checkAhead(actor, async () => {
    await database().write((tx) => rememberResult(tx, actor, "made"));
    throw taken();
  });
  await expect(ahead).rejects.toMatchObject({
    message: "a request with this Idempotency-Key was already carried out",
    resourceId: "made",
  });
});

test("without a key, or with an unused one, the error of the check is thrown", async () => {
  const fail = () => Promise.reject(taken());
  await expect(checkAhead({ userId: actor.userId } as Actor, fail)).rejects.toThrow(/email/);
  const other = { ...actor, idempotency: { key: "other", requestHash: "h" } };
  await expect(checkAhead(other, fail)).rejects.toThrow(/email/);
});
