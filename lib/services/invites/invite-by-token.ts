import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { inviteColumns, toInviteView, unknownInvite, type VouchedInvite } from "./invite-row.ts";

/** The row against which an invite's token is verified. */
export type InviteProof = { id: string; hash: string };

/** The invite with this public ID; the caller must still verify the secret against `hash`. */
export function findInviteProof(publicId: string): Promise<InviteProof | null> {
  return database().read.invite.findUnique({
    where: { publicId },
    select: { id: true, hash: true },
  });
}

/** Reads the invite of a proven token; 404 after it was deleted, accepted or regenerated. */
export async function readProven(
  client: ReadClient | Tx,
  { id, hash }: InviteProof,
): Promise<VouchedInvite & { accountId: string; createdBy: string }> {
  const row = await client.invite.findFirst({ where: { id, hash }, select: inviteColumns });
  if (row === null) throw unknownInvite();
  const { accountId, createdBy } = row;
  return { ...(await toInviteView(client, row)), accountId, createdBy };
}

/** The view of an invite for the owner of its token, even if expired (contract 2.9). */
export function describeInvite(proof: InviteProof): Promise<VouchedInvite> {
  return readProven(database().read, proof);
}
