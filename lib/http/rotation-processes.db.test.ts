import fc from "fast-check";
import { expect, test } from "vitest";
import type { LeakAction } from "#lib/contract/leaks.ts";
import { database } from "#lib/db/database.ts";
import { startApiProcesses } from "#lib/dev/testing/api-processes.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  callOf,
  outcomeOf,
  type RotationStep,
  rotationStep,
  type SteppedToken,
  useCall,
} from "#lib/dev/testing/rotation-steps.ts";
import {
  currentOf,
  LIFETIME_MS,
  newSecretsModel,
  pass,
  type SecretsModel,
  secretIn,
  UNKNOWN,
  useSecret,
} from "#lib/dev/testing/secrets-model.ts";
import { type SeededAccount, seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { recountTokens } from "#lib/services/tokens/token-days.ts";

/*
 * Random steps on two processes, of which some are killed in the middle of a request, against a
 * model. After a kill, the rows tell whether the request was carried out; nothing in between is.
 */

const TIME_MS = 15_000;

type World = {
  account: SeededAccount;
  leakAction: LeakAction;
  owner: Member;
  processes: Awaited<ReturnType<typeof startApiProcesses>>;
};
type Row = { publicId: string; state: string; isLeaked: boolean };
const rowKey = ({ publicId, state, isLeaked }: Row) => `${publicId} ${state} ${isLeaked}`;

const shapeOf = (model: SecretsModel) =>
  model.isRevoked
    ? { isRevoked: true }
    : {
        ...{ isRevoked: false, isBlocked: model.isBlocked, disabledFor: model.disabledFor },
        secrets: model.secrets.map(rowKey).sort(),
      };

/** The same of the rows; a secret that the model does not know is the one of a lost answer. */
async function storedShape({ machine }: SteppedToken, models: SecretsModel[]) {
  const token = await database().read.token.findUnique({
    where: { id: machine.tokenId },
    include: { secrets: true, user: true },
  });
  if (token === null) return { shape: { isRevoked: true }, lost: null };
  const known = new Set(models.flatMap(({ secrets }) => secrets.map((one) => one.publicId)));
  const lost = token.secrets.find(({ publicId }) => !known.has(publicId))?.publicId ?? null;
  const secrets = token.secrets.map(({ publicId, state, leakedAt }) =>
    rowKey({
      publicId: publicId === lost ? UNKNOWN : publicId,
      state,
      isLeaked: leakedAt !== null,
    }),
  );
  const { disabledReason: disabledFor, user } = token;
  const state = { isRevoked: false, isBlocked: user.isBlocked, disabledFor };
  return { shape: { ...state, secrets: secrets.sort() }, lost };
}

async function carryOut(
  world: World,
  token: SteppedToken,
  { at, killAfterMs, does }: RotationStep,
) {
  if (does.act === "pass") return passTime(token, does.ms);
  const call = callOf(world.owner, token, does);
  const { processes } = world;
  const answer =
    killAfterMs === null
      ? await processes.call(at, call)
      : await processes.callKilled(at, call, killAfterMs);
  const { models, statuses } = outcomeOf(world.leakAction, token.model, does, answer);
  if (answer !== null) expect(statuses).toContain(answer.status);
  const { shape, lost } = await storedShape(token, models);
  const possible = answer === null ? models : models.slice(-1);
  expect(possible.map(shapeOf)).toContainEqual(shape);
  const happened = possible.find((one) => JSON.stringify(shapeOf(one)) === JSON.stringify(shape));
  if (happened === undefined) throw new Error("it is one of them");
  token.model = happened;
  const unknown = happened.secrets.find(({ publicId }) => publicId === UNKNOWN);
  if (unknown && lost !== null) unknown.publicId = lost;
}

/** Moves all times of the token back, as a clock cannot be moved in another process. */
async function passTime({ machine, model }: SteppedToken, ms: number): Promise<void> {
  pass(model, ms);
  const earlier = (date: Date) => new Date(date.getTime() - ms);
  const { tokenId } = machine;
  await database().write(async (tx) => {
    const secrets = await tx.tokenSecret.findMany({ where: { tokenId } });
    for (const { id, createdAt, expiresAt, endsAt } of secrets) {
      const times = { createdAt: earlier(createdAt), expiresAt: earlier(expiresAt) };
      const ends = endsAt === null ? {} : { endsAt: earlier(endsAt) };
      await tx.tokenSecret.update({ where: { id }, data: { ...times, ...ends } });
    }
    const { expiresAt } = await tx.token.findUniqueOrThrow({ where: { id: tokenId } });
    await tx.token.update({ where: { id: tokenId }, data: { expiresAt: earlier(expiresAt) } });
    await recountTokens(tx);
  });
}

/** Each secret that works in the model works on both processes, and no other: from the next request. */
async function probe({ processes }: World, { model }: SteppedToken, endedBefore: Set<string>) {
  for (const secret of model.secrets) {
    const { text, publicId, state } = secret;
    const isNew = (state === "ended" || model.isRevoked) && !endedBefore.has(publicId);
    if (text === null || state === "pending" || (state === "ended" && !isNew)) continue;
    // A use would end the time in which a rotation may be repeated.
    if (state === "current" && secret.isUsed === false) continue;
    const expected = useSecret(model, secret);
    if (isNew) endedBefore.add(publicId);
    for (const at of [0, 1] as const) {
      expect((await processes.call(at, useCall(text))).status).toBe(expected);
    }
  }
}

async function newToken({ account }: World): Promise<SteppedToken> {
  const machine = await seedMember(account, { role: "admin", isServiceUser: true });
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + LIFETIME_MS) };
  await database().write(async (tx) => {
    await tx.token.update({ where: { id: machine.tokenId }, data: times });
    await tx.tokenSecret.updateMany({ where: { tokenId: machine.tokenId }, data: times });
    await recountTokens(tx);
  });
  return { machine, model: newSecretsModel(machine.publicId, machine.token) };
}

/** Whether nothing can be done with the token any more, or no secret is known. */
const isFinished = ({ model }: SteppedToken) =>
  model.isRevoked ||
  model.secrets.every(({ text, state }) => text === null || state === "ended") ||
  (currentOf(model).expires <= Date.now() && secretIn(model, "pending") === undefined);

async function runSteps(world: World, seed: number, until: number): Promise<void> {
  let token = await newToken(world);
  let ended = new Set<string>();
  const steps = fc.sample(rotationStep, { numRuns: 1000, seed });
  for (const [at, one] of steps.entries()) {
    if (Date.now() > until) return;
    try {
      await carryOut(world, token, one);
      await probe(world, token, ended);
    } catch (error) {
      const done = JSON.stringify(steps.slice(Math.max(0, at - 5), at + 1));
      throw new Error(`seed ${seed}, step ${at}: ${done}`, { cause: error });
    }
    if (!isFinished(token)) continue;
    token = await newToken(world);
    ended = new Set();
  }
}

test("two processes, killed in the middle of requests, accept the secrets that the model accepts", async () => {
  useTestSettings();
  const { url } = await freshDatabase();
  const processes = await startApiProcesses(url);
  for (const leakAction of ["notify", "disable", "revoke"] as const) {
    const account = await seedAccount({ leakAction });
    const owner = await seedMember(account, { role: "owner" });
    const world = { account, leakAction, owner, processes };
    await runSteps(world, Date.now() % 1_000_000, Date.now() + TIME_MS / 3);
  }
  await processes.end();
}, 120_000);
