import { settings } from "#lib/config/settings.ts";
import { hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { extendProof } from "#lib/crypto/proof.ts";
import { costOf } from "#lib/crypto/stored-hash.ts";
import { writeLater } from "../write-behind.ts";

/**
 * Has the hash of a proven text replaced soon by one of the configured cost, where it has another.
 * Nothing waits for it and nothing fails by it: the next proof tries again. A row that no longer
 * holds the proven hash is left as it is.
 */
export async function renewHash(text: string, token: { id: string; hash: string }): Promise<void> {
  const { id, hash } = token;
  const { bcryptCost } = settings();
  if (costOf(hash) === bcryptCost) return;
  const turn = { lane: "creation", flow: ["renewals"] } as const;
  const renewed = await hashSecret(text, bcryptCost, turn).catch(() => undefined);
  if (renewed === undefined) return;
  extendProof(text, hash, renewed);
  writeLater(`token-hash:${id}`, (tx) =>
    tx.token.updateMany({ where: { id, hash }, data: { hash: renewed } }),
  );
}
