import fc from "fast-check";
import type { LeakAction } from "#lib/contract/leaks.ts";
import type { ProcessAnswer, ProcessCall } from "./api-processes.ts";
import {
  addRotated,
  currentOf,
  leakSecret,
  type ModelSecret,
  mayRotate,
  type SecretsModel,
  useSecret,
} from "./secrets-model.ts";
import type { Member } from "./team.ts";

/* Random steps in the life of a token: the request of each, and what the model expects of it. */

const HOUR_MS = 3_600_000;

const rotation = {
  now: fc.boolean(),
  overlapSeconds: fc.constantFrom(0, 3600, 86_400),
};
const which = fc.nat();
const acts = <T extends string>(act: T) => ({ act: fc.constant(act) });
export const rotationStep = fc.record({
  at: fc.constantFrom(0 as const, 1 as const),
  killAfterMs: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(0, 5, 10, 20, 40, 80) },
  ),
  does: fc.oneof(
    { weight: 5, arbitrary: fc.record({ ...acts("rotate"), ...rotation }) },
    { weight: 3, arbitrary: fc.record({ ...acts("rotateSelf"), ...rotation, which }) },
    { weight: 8, arbitrary: fc.record({ ...acts("use"), which }) },
    { weight: 4, arbitrary: fc.record({ ...acts("enable") }) },
    { weight: 4, arbitrary: fc.record({ ...acts("unblock") }) },
    { weight: 1, arbitrary: fc.record({ ...acts("disable") }) },
    { weight: 1, arbitrary: fc.record({ ...acts("block") }) },
    { weight: 1, arbitrary: fc.record({ ...acts("revoke") }) },
    { weight: 1, arbitrary: fc.record({ ...acts("leak"), which }) },
    {
      weight: 2,
      arbitrary: fc.record({
        ...acts("pass"),
        ms: fc.constantFrom(0.6 * HOUR_MS, 11.1 * HOUR_MS, 190.3 * HOUR_MS),
      }),
    },
  ),
});
export type RotationStep = typeof rotationStep extends fc.Arbitrary<infer S> ? S : never;
export type Does = Exclude<RotationStep["does"], { act: "pass" }>;

/** A token with its owner, and its model. */
export type SteppedToken = { machine: Member; model: SecretsModel };

let addresses = 0;
/** From another network each time: ended secrets count as wrong ones. */
const newAddress = () => {
  addresses += 1;
  return { "x-roost-client-address": `10.${addresses >> 8}.${addresses & 255}.1` };
};

/** The secret that a step means, of those that were answered. */
function meant({ secrets }: SecretsModel, nth: number): ModelSecret {
  const live = secrets.filter(({ text, state }) => text !== null && state !== "ended");
  const ended = secrets.filter(({ text, state }) => text !== null && state === "ended");
  const known = [...live, ...live, ...ended.slice(-3)];
  return known[nth % known.length] as ModelSecret;
}

/** A request with this secret. */
export const useCall = (text: string): ProcessCall => ({
  ...{ method: "GET", path: "/api/groups" },
  given: { token: text, headers: newAddress() },
});

/** The request of a step, by the owner or with a secret of the token. */
export function callOf(owner: Member, { machine, model }: SteppedToken, does: Does): ProcessCall {
  const user = `/api/users/${machine.id}`;
  const place = `${user}/tokens/${machine.tokenId}`;
  const given = { token: owner.token };
  const text = "which" in does ? (meant(model, does.which).text ?? "") : "";
  const post = (path: string, body?: object): ProcessCall => ({
    ...{ method: "POST", path, given: { ...given, ...(body && { body }) } },
  });
  if (does.act === "use") return useCall(text);
  if (does.act === "revoke") return { method: "DELETE", path: place, given };
  if (does.act === "leak") {
    const sent = { body: { tokens: [text] }, headers: newAddress() };
    return { method: "POST", path: "/api/tokens/report-leak", given: sent };
  }
  if (does.act === "block" || does.act === "unblock") {
    const body = { role: "admin", auto_groups: [], is_blocked: does.act === "block" };
    return { method: "PUT", path: user, given: { ...given, body } };
  }
  if (does.act === "enable" || does.act === "disable") return post(`${place}/${does.act}`);
  const body = {
    activate: does.now ? "now" : "first_use",
    overlap_seconds: does.overlapSeconds,
  };
  if (does.act === "rotate") return post(`${place}/rotate`, body);
  const own = { token: text, body, headers: newAddress() };
  return { method: "POST", path: "/api/tokens/self/rotate", given: own };
}

type Outcome = { models: SecretsModel[]; statuses: number[] };

/** What a request results in, one part after the other; `answer` is null if it was lost. */
export function outcomeOf(
  leakAction: LeakAction,
  before: SecretsModel,
  does: Does,
  answer: ProcessAnswer | null,
) {
  const model = structuredClone(before);
  const secret = "which" in does ? meant(model, does.which) : null;
  const done = (...statuses: number[]): Outcome => ({ models: [before, model], statuses });
  if (does.act === "use" && secret) return done(useSecret(model, secret));
  if (does.act === "leak" && secret) {
    leakSecret(model, secret, leakAction);
    return done(202);
  }
  if (does.act === "block" || does.act === "unblock") {
    model.isBlocked = does.act === "block";
    return done(200);
  }
  if (does.act === "revoke") {
    model.isRevoked = true;
    return done(200);
  }
  if (does.act === "disable") {
    model.disabledFor ??= "user";
    return done(200);
  }
  if (does.act === "enable") {
    if (model.disabledFor !== null && currentOf(model).isLeaked) return done(422);
    model.disabledFor = null;
    return done(200);
  }
  if (does.act !== "rotate" && does.act !== "rotateSelf") throw new Error("no such act");
  const statuses = mayRotate(model, does, secret);
  const activated = structuredClone(model);
  const isRotated = answer === null ? statuses.includes(200) : answer.status === 200;
  const text = answer?.body?.plain_token ?? null;
  if (isRotated) addRotated(model, does, { by: secret, text });
  return { models: [before, activated, model], statuses };
}
