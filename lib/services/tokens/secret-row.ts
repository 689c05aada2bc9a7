import { newXid } from "#lib/crypto/xid.ts";
import type { Tx } from "#lib/db/database.ts";
import { text, time } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";

/** The states of a secret (prisma/models/token-secret.prisma). */
export type SecretState = "pending" | "current" | "ending" | "ended";

/** Every column that a new secret has a value for. */
export const secretInsert = preparedInsert("TokenSecret", {
  ...{ id: text, tokenId: text, publicId: text, hash: text, state: text },
  ...{ createdAt: time, expiresAt: time, endsAt: time.orNull, activatedAt: time.orNull },
});

export type NewSecret = {
  tokenId: string;
  publicId: string;
  hash: string;
  createdAt: Date;
  expiresAt: Date;
};

/** The row of the first secret of a token, current from the start. */
export const firstSecret = (secret: NewSecret) => ({
  ...secret,
  ...{ id: newXid(), state: "current" satisfies SecretState },
  ...{ endsAt: null, activatedAt: secret.createdAt },
});

/** Stores the first secrets of new tokens, in the transaction that stores the tokens. */
export async function insertFirstSecrets(tx: Tx, secrets: NewSecret[]): Promise<void> {
  await tx.insert(secretInsert, secrets.map(firstSecret));
}
