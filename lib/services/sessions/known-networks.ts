import { DAY_MS } from "#lib/contract/durations.ts";
import { emailKeyOf } from "#lib/contract/emails.ts";
import { text } from "#lib/contract/fields.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { networkOf } from "../network.ts";

const KNOWN_FOR_MS = 30 * DAY_MS;

const since = () => new Date(Date.now() - KNOWN_FOR_MS);

/** Whether the user with this email signed in from the network of this address within 30 days. */
export async function isKnownNetwork(email: string, address: string): Promise<boolean> {
  const emailKey = emailKeyOf(email.trim());
  if (!text.safeParse(emailKey).success) return false;
  const found = await database().read.knownNetwork.findFirst({
    where: { user: { emailKey }, network: networkOf(address), lastSignInAt: { gt: since() } },
    select: { userId: true },
  });
  return found !== null;
}

/** Stores the network of a sign-in and deletes those older than 30 days. */
export async function noteNetwork(tx: Tx, userId: string, address: string): Promise<void> {
  const network = networkOf(address);
  const lastSignInAt = new Date();
  await tx.knownNetwork.deleteMany({ where: { lastSignInAt: { lte: since() } } });
  await tx.knownNetwork.upsert({
    where: { userId_network: { userId, network } },
    create: { userId, network, lastSignInAt },
    update: { lastSignInAt },
  });
}
