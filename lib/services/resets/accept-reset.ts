import { invalid } from "#lib/contract/problem.ts";
import { type PasswordTurn, passwordMatches } from "#lib/crypto/password.ts";
import { database } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { networksOf } from "../network.ts";
import { deadlineOf } from "../request-deadline.ts";
import { hashNewPassword } from "../users/new-password.ts";
import { setPassword } from "../users/set-password.ts";
import { type ProvenReset, type ResetProof, readProven } from "./reset-row.ts";

/** The reset with this public ID; the caller must still verify the secret against `hash`. */
export function findResetProof(publicId: string): Promise<ResetProof | null> {
  return database().read.passwordReset.findUnique({
    where: { publicId },
    select: { id: true, hash: true },
  });
}

/** The user of a proven token. */
export function describeReset(proof: ResetProof): Promise<ProvenReset> {
  return readProven(database().read, proof);
}

/**
 * Sets a user's password with a proven token and ends their sessions; access tokens stay. Uses up
 * the token: of concurrent requests one succeeds, the others get 404.
 */
export async function acceptReset(
  proof: ResetProof,
  password: string,
  origin: Origin,
): Promise<void> {
  // Checked before hashing, so that invalid links cost no hash.
  const known = await describeReset(proof);
  const deadline = deadlineOf(origin);
  const turn = { lane: "known", flow: networksOf(origin.address), deadline } as const;
  const passwordHash = await hashNewPassword(password, known, turn);
  await assertNotGenerated(password, known.userId, turn);
  await database().write(async (tx) => {
    const { userId, accountId, name, email, createdBy } = await readProven(tx, proof);
    await setPassword(tx, userId, passwordHash);
    await recordEvent(
      tx,
      { userId, accountId, name, email, origin },
      {
        code: "user.password.reset",
        targetId: userId,
        meta: { username: name, email, link_by: createdBy },
      },
    );
  });
}

/** Others have seen a generated password. A change of it in the meantime voids the link. */
async function assertNotGenerated(
  password: string,
  userId: string,
  turn: PasswordTurn,
): Promise<void> {
  const own = { where: { id: userId }, select: { passwordHash: true, passwordGeneratedAt: true } };
  const user = await database().read.user.findUnique(own);
  if (!user?.passwordGeneratedAt) return;
  if (!(await passwordMatches(password, user.passwordHash, turn))) return;
  const message = "password must be different from the generated one";
  throw invalid("password", message);
}
