import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { inviteColumns, toInviteView, unknownInvite, type VouchedInvite } from "./invite-row.ts";

/** What an invite's token is proven against. */
export type InviteProof = { id: string; hash: string };

/** The invite with this public id; the caller must still prove the secret against `hash`. */
export function findInviteProof(publicId: string): Promise<InviteProof | null> {
  return database().read.invite.findUnique({
    where: { publicId },
    select: { id: true, hash: true },
  });
}

/** The invite of a proven token as it is now; 404 once it was deleted, accepted or regenerated. */
export async function readProven(
  client: ReadClient | Tx,
  { id, hash }: InviteProof,
): Promise<VouchedInvite & { accountId: string; createdBy: string }> {
  const row = await client.invite.findFirst({ where: { id, hash }, select: inviteColumns });
  if (row === null) throw unknownInvite();
  const { accountId, createdBy } = row;
  return { ...(await toInviteView(client, row)), accountId, createdBy };
}

/** What an invite tells to whoever holds its token, expired or not (contract 2.9). */
export function describeInvite(proof: InviteProof): Promise<VouchedInvite> {
  return readProven(database().read, proof);
}
