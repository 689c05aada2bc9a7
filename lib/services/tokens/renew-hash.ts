import { globalSingleton } from "#lib/config/global-singleton.ts";
import { settings } from "#lib/config/settings.ts";
import { hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { costOf } from "#lib/crypto/stored-hash.ts";
import { extendVerified } from "#lib/crypto/verification-cache.ts";
import type { Tx } from "#lib/db/database.ts";
import type { TokenWithUser } from "../credentials.ts";
import { enqueueWrite } from "../deferred-writes.ts";

/** Secrets whose hash is being renewed, so that concurrent uses compute one hash. */
const renewing = () => globalSingleton("renewing-hashes", () => new Set<string>());

/**
 * Enqueues a new hash of the configured cost for a proven token whose hash has another cost. The
 * request neither waits nor fails: the next proof tries again. A row with another hash than the
 * proven one stays unchanged.
 */
export async function renewHash(
  text: string,
  { secretId: id, hash }: Pick<TokenWithUser, "secretId" | "hash">,
): Promise<void> {
  const { bcryptCost } = settings();
  if (costOf(hash) === bcryptCost || renewing().has(id)) return;
  renewing().add(id);
  const done = () => renewing().delete(id);
  const turn = { lane: "creation", flow: ["renewals"] } as const;
  const renewed = await hashSecret(text, bcryptCost, turn).catch(() => undefined);
  if (renewed === undefined) {
    done();
    return;
  }
  extendVerified(text, hash, renewed);
  const data = { hash: renewed };
  const write = (tx: Tx) => tx.tokenSecret.updateMany({ where: { id, hash }, data });
  if (!enqueueWrite(`token-hash:${id}`, write, done)) done();
}
