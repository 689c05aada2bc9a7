import fc from "fast-check";
import { expect, test } from "vitest";
import { forgetPasswordChecks } from "#lib/auth/attempts.ts";
import { database } from "#lib/db/database.ts";
import { type ApiResponse, callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { newAddress } from "#lib/dev/testing/invites.ts";
import {
  admission,
  type ModelCredential,
  rowsOf,
  seedWorld,
  type World,
} from "#lib/dev/testing/model.ts";
import { acceptInvite } from "#lib/dev/testing/model-invites.ts";
import { OPERATIONS } from "#lib/dev/testing/model-operations.ts";
import type { Step } from "#lib/dev/testing/model-rules.ts";
import { markTokensUsed, useTestSettings } from "#lib/dev/testing/seed.ts";
import { remainsDeleted } from "#lib/services/account/delete-remains.ts";

const SEQUENCE = { minLength: 40, maxLength: 120 };
const RUNS = 12;
const TIME_MS = 15_000;

/** Operation, caller, and the seed of every other random choice. */
type Command = { what: number; who: number; chance: number };
const command = fc.record({
  what: fc.nat({ max: 1_000_000 }),
  who: fc.nat({ max: 1_000_000 }),
  chance: fc.nat(),
});

function chanceFrom(seed: number) {
  let state = seed;
  return <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The lists are never empty.
    return list[(state >>> 8) % list.length] as T;
  };
}

/** Events that are written behind, with the next write. */
const WRITTEN_LATER = ["personal.access.token.first_use", "user.password.change.failed"];

/** Returns a function that reads the sorted codes of the events recorded since its last call. */
function eventReader() {
  let last = 0;
  return async () => {
    const rows = await database().read.auditEvent.findMany({ where: { id: { gt: last } } });
    last = Math.max(last, ...rows.map(({ id }) => id));
    return rows
      .map(({ activityCode }) => activityCode)
      .filter((code) => !WRITTEN_LATER.includes(code))
      .sort();
  };
}

const sorted = (ids: Iterable<string>) => [...ids].sort();
const carried = ({ kind, secret }: ModelCredential) =>
  kind === "token" ? { token: secret } : { cookie: secret };

function nextStep(world: World, { what, who, chance }: Command, ids: Map<string, string>) {
  const pick = chanceFrom(chance);
  if (what % 8 === 0) {
    const link = pick(world.links.length > 0 ? world.links : [`nbi_${"0".repeat(36)}`]);
    if (world.links.includes(link)) {
      const newId = (email: string) => ids.get(email.toLowerCase()) ?? "";
      return { step: acceptInvite(world, link, newId), credential: undefined, key: undefined };
    }
  }
  const usable = world.credentials.filter((one) => admission(world, one) === 200);
  const strong = usable.filter(({ userId }) => {
    return ["owner", "admin"].includes(world.users.get(userId)?.role ?? "");
  });
  // Most callers have the right; some are arbitrary, and a few have no valid credential.
  const list = [world.credentials, usable, usable, strong, strong][who % 5] ?? usable;
  const credential = pick(list.length > 0 ? list : world.credentials);
  const operation = OPERATIONS[what % OPERATIONS.length];
  if (credential === undefined || operation === undefined) throw new Error("nothing to pick");
  const me = world.users.get(credential.userId);
  const refused = admission(world, credential);
  if (me === undefined || refused !== 200) {
    const step: Step = { method: "GET", path: "/api/users", status: refused };
    return { step, credential, key: undefined };
  }
  const step = operation({ world, me, credential, pick });
  const key = step.method === "POST" ? pick([undefined, undefined, "k1", "k2"]) : undefined;
  return { step, credential, key };
}

const send = ({ method, path, body }: Step, credential?: ModelCredential, key?: string) =>
  callApi(method, path, {
    ...(credential ? carried(credential) : {}),
    ...(body ? { body } : {}),
    headers: {
      "x-roost-client-address": newAddress(),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
  });

/** The expected answer to a used key: the answer without a key, if that is a refusal. */
function expectReplay(
  used: { request: string; resourceId: string | undefined },
  request: string,
  step: Step,
  answer: ApiResponse,
): void {
  const expected = used.request === request ? 409 : 422;
  const isReplay = answer.status === expected && /Idempotency-Key/.test(answer.body.message);
  if (step.status === 200)
    expect(isReplay, `${request}: ${JSON.stringify(answer.body)}`).toBe(true);
  else if (!isReplay) expect(answer.status, request).toBe(step.status);
  if (isReplay && expected === 409 && used.resourceId !== undefined) {
    expect(answer.body.resource_id).toBe(used.resourceId);
  }
}

async function emailsToIds(): Promise<Map<string, string>> {
  const rows = await database().read.user.findMany({ select: { id: true, emailKey: true } });
  return new Map(rows.map(({ id, emailKey }) => [emailKey ?? "", id]));
}

async function carryOut(world: World, given: Command, events: () => Promise<string[]>) {
  const ids = new Map<string, string>();
  const { step, credential, key } = nextStep(world, given, ids);
  const { method, path, body, status } = step;
  const by = world.users.get(credential?.userId ?? "");
  const request = `${by?.role ?? "no one"} ${by?.isMachine ? "machine" : ""}: ${method} ${path} ${JSON.stringify(body)}`;
  if (credential) forgetPasswordChecks({ ...credential, credential });
  const answer = await send(step, credential, key);
  expect(answer.status, request).toBeLessThan(500);
  const used = key === undefined ? undefined : world.keys.get(`${credential?.userId} ${key}`);
  const sent = `${method} ${path} ${JSON.stringify(body)}`;
  if (used !== undefined) {
    expectReplay(used, sent, step, answer);
    expect(await events(), request).toEqual([]);
    return;
  }
  expect(answer.status, `${request} → ${JSON.stringify(answer.body)}`).toBe(status);
  expect(await events(), request).toEqual(status === 200 ? [...(step.events ?? [])].sort() : []);
  if (status !== 200) return;
  if (credential === undefined) for (const [email, id] of await emailsToIds()) ids.set(email, id);
  step.effect?.(answer);
  if (key !== undefined) {
    const resourceId = answer.body.id ?? answer.body.personal_access_token?.id;
    world.keys.set(`${credential?.userId} ${key}`, { request: sent, resourceId });
  }
}

/** The users of the database equal those of the model, and exactly one, a person, is owner. */
async function expectSameUsers(world: World): Promise<void> {
  const rows = await database().read.user.findMany({
    select: { id: true, role: true, isServiceUser: true, isBlocked: true, pendingApproval: true },
  });
  const stored = rows.map(({ isServiceUser: isMachine, pendingApproval: isPending, ...row }) => ({
    ...row,
    isMachine,
    isPending,
  }));
  const modelled = [...world.users.values()].map(
    ({ id, role, isBlocked, isMachine, isPending }) => ({
      ...{ id, role, isBlocked, isMachine, isPending },
    }),
  );
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(stored.sort(byId)).toEqual(modelled.sort(byId));
  const owners = stored.filter(({ role }) => role === "owner");
  expect(owners).toHaveLength(world.users.size > 0 ? 1 : 0);
  expect(owners.some(({ isMachine, isBlocked }) => isMachine || isBlocked)).toBe(false);
}

/** Checks every credential ever issued: its status now, and that it reads no more than allowed. */
async function expectSameAccess(world: World): Promise<void> {
  for (const credential of world.credentials) {
    const answer = await callApi("GET", "/api/users", carried(credential));
    expect(answer.status, credential.id).toBe(admission(world, credential));
    if (answer.status !== 200) continue;
    const me = world.users.get(credential.userId);
    const isReader = me?.isMachine || !["user", "billing_admin"].includes(me?.role ?? "");
    const ids = answer.body.map(({ id }: { id: string }) => id);
    expect(sorted(ids)).toEqual(isReader ? sorted(world.users.keys()) : [credential.userId]);
  }
}

async function expectSameRows(world: World): Promise<void> {
  const { read } = database();
  const idsOf = (rows: { id: string }[]) => sorted(rows.map(({ id }) => id));
  expect(idsOf(await read.token.findMany())).toEqual(idsOf(rowsOf(world, "token")));
  expect(await read.session.count()).toBe(rowsOf(world, "session").length);
  expect(idsOf(await read.invite.findMany())).toEqual(sorted(world.invites.keys()));
  const groups = await read.group.findMany({ select: { id: true, name: true } });
  expect(new Map(groups.map(({ id, name }) => [id, name]))).toEqual(world.groups);
  for (const { userId, groupId } of await read.membership.findMany()) {
    expect(world.users.get(userId)?.groups).toContain(groupId);
  }
}

test("random operations in any order are answered, applied and recorded by the rules", async () => {
  const deadline = Date.now() + TIME_MS;
  await fc.assert(
    fc.asyncProperty(fc.array(command, SEQUENCE), async (commands) => {
      // A busy machine tries fewer sequences but completes each.
      if (Date.now() > deadline) return;
      useTestSettings();
      await freshDatabase();
      const world = await seedWorld();
      await markTokensUsed();
      const events = eventReader();
      await events();
      for (const one of commands) {
        await carryOut(world, one, events);
        await remainsDeleted();
        await expectSameUsers(world);
      }
      await expectSameRows(world);
      await expectSameAccess(world);
    }),
    { numRuns: RUNS },
  );
});
