import { DAY_MS } from "#lib/contract/durations.ts";

/* What rotations do to the secrets of a token: a model to compare the service with. */

export const LIFETIME_MS = 30 * DAY_MS;
const PENDING_MS = 7 * DAY_MS;

export type ModelSecret = {
  /** Null if the answer with it was lost. */
  text: string | null;
  publicId: string;
  state: "pending" | "current" | "ending" | "ended";
  expires: number;
  ends: number | null;
  overlapMs: number;
  isLeaked: boolean;
  rotatedBy: string | null;
  /** Whether its use is stored; `maybe` while it waits to be written. */
  isUsed: boolean | "maybe";
};
export type SecretsModel = {
  secrets: ModelSecret[];
  isRevoked: boolean;
  isBlocked: boolean;
  disabledFor: "user" | "leak" | null;
};

/** The public ID of a secret whose answer is not known yet. */
export const UNKNOWN = "?";

const newSecret = (publicId: string, text: string | null): ModelSecret => ({
  ...{ text, publicId, state: "current", expires: Date.now() + LIFETIME_MS, ends: null },
  ...{ overlapMs: 0, isLeaked: false, rotatedBy: null, isUsed: false },
});

/** A new token with one secret. */
export const newSecretsModel = (publicId: string, text: string): SecretsModel => ({
  ...{ secrets: [newSecret(publicId, text)], isRevoked: false, isBlocked: false },
  disabledFor: null,
});

export const secretIn = (model: SecretsModel, state: ModelSecret["state"]) =>
  model.secrets.find((one) => one.state === state);

/** The one secret that is current. */
export function currentOf(model: SecretsModel): ModelSecret {
  const current = secretIn(model, "current");
  if (current === undefined) throw new Error("no current secret");
  return current;
}

const isOver = ({ state, ends, expires }: ModelSecret) =>
  state === "ended" || (ends ?? expires) <= Date.now() || expires <= Date.now();

/** The status of a request with the secret, which activates a pending one. */
export function useSecret(model: SecretsModel, secret: ModelSecret): 200 | 401 | 403 {
  if (model.isRevoked || isOver(secret)) return 401;
  if (model.disabledFor !== null || model.isBlocked) return 403;
  if (secret.state === "pending") {
    succeed(model, secret, { overlapMs: secret.overlapMs, repeats: false });
    secret.isUsed = true;
  }
  secret.isUsed ||= "maybe";
  return 200;
}

function succeed(
  model: SecretsModel,
  next: ModelSecret,
  { overlapMs, repeats }: { overlapMs: number; repeats: boolean },
): void {
  const old = currentOf(model);
  const ending = secretIn(model, "ending");
  if (ending && !repeats) ending.state = "ended";
  const overlap = old.isLeaked || repeats ? 0 : overlapMs;
  old.ends = Math.min(Date.now() + overlap, old.expires);
  old.state = old.ends > Date.now() ? "ending" : "ended";
  Object.assign(next, { state: "current", ends: null });
}

export type Rotation = { now: boolean; overlapSeconds: number };

/** The statuses that a rotation may have; by a secret of the token, if it rotates itself. */
export function mayRotate(
  model: SecretsModel,
  { now, overlapSeconds }: Rotation,
  by: ModelSecret | null,
): number[] {
  if (by !== null) {
    const status = useSecret(model, by);
    if (status !== 200) return [status];
  }
  if (model.isRevoked) return [404];
  const current = currentOf(model);
  if (current.expires <= Date.now()) return [422];
  const isLeaked = model.disabledFor === "leak" || current.isLeaked;
  if (isLeaked && !(now && overlapSeconds === 0)) return [422];
  if (by === null || by === current) return [200];
  if (by.publicId !== current.rotatedBy || current.isUsed === true) return [422];
  return current.isUsed === "maybe" ? [200, 422] : [200];
}

/** Adds the secret of a rotation that `mayRotate` allows. */
export function addRotated(
  model: SecretsModel,
  { now, overlapSeconds }: Rotation,
  { by, text }: { by: ModelSecret | null; text: string | null },
): void {
  const pending = secretIn(model, "pending");
  if (pending) pending.state = "ended";
  const next = newSecret(text?.slice(4, 14) ?? UNKNOWN, text);
  const overlapMs = overlapSeconds * 1000;
  const repeats = by !== null && by.state !== "current";
  Object.assign(next, { overlapMs, rotatedBy: by?.publicId ?? null });
  if (now) succeed(model, next, { overlapMs, repeats });
  else Object.assign(next, { state: "pending", ends: Date.now() + PENDING_MS });
  model.secrets.push(next);
}

/** What a report of the secret as leaked does, under the account's setting. */
export function leakSecret(
  model: SecretsModel,
  secret: ModelSecret,
  action: "revoke" | "disable" | "notify",
): void {
  if (secret.isLeaked || model.isRevoked) return;
  secret.isLeaked = true;
  const isReplaced = secret.state === "ended" || (secret.ends ?? Infinity) <= Date.now();
  if (isReplaced) return;
  if (secret.state !== "current") secret.state = "ended";
  else if (action === "revoke") model.isRevoked = true;
  else if (action === "disable") model.disabledFor = "leak";
}

/** Lets time pass for the secrets. */
export function pass(model: SecretsModel, ms: number): void {
  for (const secret of model.secrets) {
    secret.expires -= ms;
    if (secret.ends !== null) secret.ends -= ms;
  }
}
