import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Database, database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import { seedAccount, seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { findToken } from "#lib/services/credentials.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { activateSecret } from "#lib/services/tokens/activate-secret.ts";

/*
 * Random rotations and uses on two instances of one database, against a small model: no secret is
 * accepted that the model refuses, and the current one always is.
 */

const DAY = 86_400_000;
const LIFETIME = 30 * DAY;

type Secret = { text: string; expires: number; ends: number | null; overlap: number };
type Model = {
  current: Secret;
  ending: Secret | null;
  pending: Secret | null;
  ended: Secret[];
  isBlocked: boolean;
  isRevoked: boolean;
};

const isLive = ({ expires, ends }: Secret) =>
  expires > Date.now() && (ends === null || ends > Date.now());

function activated(model: Model, next: Secret): void {
  if (model.ending) model.ended.push(model.ending);
  const { current } = model;
  const ends = Math.min(Date.now() + next.overlap * 1000, current.expires);
  model.ending = { ...current, ends };
  model.current = { ...next, ends: null };
}

/** The status of a use, which may activate the secret. */
function modelUse(model: Model, secret: Secret): number {
  if (model.isRevoked || model.ended.includes(secret) || !isLive(secret)) return 401;
  if (model.isBlocked) return 403;
  if (secret === model.pending) {
    model.pending = null;
    activated(model, secret);
  }
  return 200;
}

function modelRotate(model: Model, text: string, now: boolean, overlap: number): void {
  if (model.pending) model.ended.push(model.pending);
  const expires = Date.now() + LIFETIME;
  model.pending = null;
  if (now) activated(model, { text, expires, ends: null, overlap });
  else model.pending = { text, expires, ends: Date.now() + 7 * DAY, overlap };
}

const step = fc.oneof(
  { weight: 9, arbitrary: fc.record({ do: fc.constant("use" as const), which: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("rotate" as const),
      now: fc.boolean(),
      overlap: fc.constantFrom(0, 60, 86_400, 604_800),
    }),
  },
  // The answer is lost after the commit: the new secret stays unknown.
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("tick" as const),
      ms: fc.constantFrom(1, 60_000, DAY, 7 * DAY),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("block" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("revoke" as const) }) },
);

let account: Awaited<ReturnType<typeof seedAccount>>;
let owner: Member;
let instances: [Database, Database];
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  useTestSettings();
  const { url, database: one } = await freshDatabase();
  instances = [one, await openAgain(url)];
  account = await seedAccount();
  owner = await seedMember(account, { role: "owner" });
});
afterEach(async () => {
  await flushWrites();
  vi.useRealTimers();
});

let addresses = 0;
/** From another address each time: ended secrets count as wrong ones. */
async function statusOf(text: string): Promise<number> {
  addresses += 1;
  const address = `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`;
  const headers = { "x-roost-client-address": address };
  return (await callApi("GET", "/api/groups", { token: text, headers })).status;
}

async function asOwner(method: "POST" | "DELETE", path: string, body?: object) {
  const { cookie } = await seedSession(owner.id);
  return callApi(method, path, { cookie, ...(body && { body }) });
}

test("two instances accept the secrets that the model accepts, and always the current one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 30 }), async (steps) => {
      const machine = await seedMember(account, { role: "admin", isServiceUser: true });
      await database().write((tx) => extend(tx, machine));
      const place = `/api/users/${machine.id}/tokens/${machine.tokenId}`;
      const expires = Date.now() + LIFETIME;
      const model: Model = {
        current: { text: machine.token, expires, ends: null, overlap: 0 },
        ...{ ending: null, pending: null, ended: [], isBlocked: false, isRevoked: false },
      };
      for (const [one, second] of steps) {
        useDatabase(instances[second ? 1 : 0]);
        if (one.do === "tick") vi.setSystemTime(Date.now() + one.ms);
        if (one.do === "block") {
          model.isBlocked = !model.isBlocked;
          const data = { isBlocked: model.isBlocked };
          await database().write((tx) => tx.user.update({ where: { id: machine.id }, data }));
        }
        if (one.do === "revoke" && !model.isRevoked) {
          model.isRevoked = true;
          await asOwner("DELETE", place);
        }
        if (one.do === "rotate" || one.do === "lose") await rotate(model, place, one);
        if (one.do === "use") {
          const { current, ending, pending, ended } = model;
          const known = [current, ...[ending, pending].flatMap((some) => some ?? []), ...ended];
          const secret = known.filter(({ text }) => text !== "")[one.which % 5] ?? current;
          const expected = modelUse(model, secret);
          expect(await statusOf(secret.text)).toBe(expected);
        }
        const { current } = model;
        useDatabase(instances[second ? 0 : 1]);
        expect(await statusOf(current.text)).toBe(modelUse(model, current));
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);

async function rotate(
  model: Model,
  place: string,
  one: { do: "rotate"; now: boolean; overlap: number } | { do: "lose" },
): Promise<void> {
  const { now, overlap } = one.do === "lose" ? { now: false, overlap: 60 } : one;
  const body = { activate: now ? "now" : "first_use", overlap_seconds: overlap };
  const answer = await asOwner("POST", `${place}/rotate`, body);
  const isExpired = model.current.expires <= Date.now();
  expect(answer.status).toBe(model.isRevoked ? 404 : isExpired ? 422 : 200);
  if (answer.status !== 200) return;
  modelRotate(model, one.do === "lose" ? "" : answer.body.plain_token, now, overlap);
}

/** Lets the first secret live as long as its successors. */
async function extend(tx: Parameters<Parameters<Database["write"]>[0]>[0], machine: Member) {
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + LIFETIME) };
  await tx.token.update({ where: { id: machine.tokenId }, data: times });
  await tx.tokenSecret.updateMany({ where: { tokenId: machine.tokenId }, data: times });
}

test("two instances that see the first use of a secret activate it once", async () => {
  const machine = await seedMember(account, { role: "admin", isServiceUser: true });
  const place = `/api/users/${machine.id}/tokens/${machine.tokenId}`;
  const { body } = await asOwner("POST", `${place}/rotate`, { overlap_seconds: 60 });
  const secret = await findToken(body.plain_token.slice(4, 14));
  if (secret === null) throw new Error("it was created");
  const origin = { address: "192.0.2.7", userAgent: "a", requestId: "r" };
  const activations = instances.map((instance) => {
    useDatabase(instance);
    return activateSecret(secret, origin);
  });
  await Promise.all(activations);
  const where = { activityCode: "personal.access.token.activate" };
  expect(await database().read.auditEvent.count({ where })).toBe(1);
  const states = await database().read.tokenSecret.findMany({
    where: { tokenId: machine.tokenId },
    select: { state: true },
  });
  expect(states.map(({ state }) => state).sort()).toEqual(["current", "ending"]);
});
