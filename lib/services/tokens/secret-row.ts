import { newXid } from "#lib/crypto/xid.ts";
import type { Tx } from "#lib/db/database.ts";
import { number, text, time } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";

/** The states of a secret (prisma/models/token-secret.prisma). */
export type SecretState = "pending" | "current" | "ending" | "ended";

/** Every column that a new secret has a value for. */
export const secretInsert = preparedInsert("TokenSecret", {
  ...{ id: text, tokenId: text, publicId: text, hash: text, state: text },
  ...{ createdAt: time, expiresAt: time, endsAt: time.orNull, activatedAt: time.orNull },
  ...{ overlapSeconds: number.orNull, rotatedBy: text.orNull },
});

type Life = { state: string; expiresAt: Date; endsAt: Date | null };

/** When a secret stops working, if nothing happens before. */
export const endOf = ({ expiresAt, endsAt }: Pick<Life, "expiresAt" | "endsAt">): Date =>
  endsAt !== null && endsAt < expiresAt ? endsAt : expiresAt;

/** Whether a rotation ended the secret, or it lapsed unused. The clock decides, not the state alone. */
export const isReplaced = ({ state, endsAt }: Omit<Life, "expiresAt">): boolean =>
  state === "ended" || (endsAt !== null && endsAt.getTime() <= Date.now());

export type NewSecret = {
  tokenId: string;
  publicId: string;
  hash: string;
  createdAt: Date;
  expiresAt: Date;
};

type Rotating = NewSecret & {
  state: SecretState;
  endsAt?: Date;
  activatedAt?: Date;
  overlapSeconds?: number;
  rotatedBy: string | null;
};

/** Stores a further secret of a token; returns its ID. */
export async function insertSecret(tx: Tx, secret: Rotating): Promise<string> {
  const id = newXid();
  const unset = { endsAt: null, activatedAt: null, overlapSeconds: null };
  await tx.insert(secretInsert, [{ id, ...unset, ...secret }]);
  return id;
}

/** The row of the first secret of a token, current from the start. */
export const firstSecret = (secret: NewSecret) => ({
  ...secret,
  ...{ id: newXid(), state: "current" satisfies SecretState },
  ...{ endsAt: null, activatedAt: secret.createdAt, overlapSeconds: null, rotatedBy: null },
});

/** Stores the first secrets of new tokens, in the transaction that stores the tokens. */
export async function insertFirstSecrets(tx: Tx, secrets: NewSecret[]): Promise<void> {
  await tx.insert(secretInsert, secrets.map(firstSecret));
}
