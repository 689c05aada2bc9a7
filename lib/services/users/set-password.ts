import type { Tx } from "#lib/db/database.ts";

/**
 * Stores a chosen password. Ends the user's sessions except `keptSessionId`, and voids their reset
 * link. Access tokens stay.
 */
export async function setPassword(
  tx: Tx,
  userId: string,
  passwordHash: string,
  keptSessionId?: string,
): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { passwordHash, passwordGeneratedAt: null },
  });
  await tx.passwordReset.deleteMany({ where: { userId } });
  const kept = keptSessionId === undefined ? {} : { id: { not: keptSessionId } };
  await tx.session.deleteMany({ where: { userId, ...kept } });
  await tx.session.updateMany({ where: { userId }, data: { weakPassword: null } });
}
