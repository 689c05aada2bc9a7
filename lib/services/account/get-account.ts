import { accountSettings } from "#lib/contract/account.ts";
import type { AccountView } from "#lib/contract/account-view.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { assertCanBegin } from "../policy.ts";

/** The actor's account as it is now. */
export async function readAccount(
  client: ReadClient | Tx,
  { accountId }: Actor,
): Promise<AccountView> {
  const { settings, ...row } = await client.account.findUniqueOrThrow({
    where: { id: accountId },
    select: {
      id: true,
      createdAt: true,
      createdBy: true,
      domain: true,
      domainCategory: true,
      settings: true,
    },
  });
  return { ...row, settings: accountSettings.parse(settings) };
}

/** The account with its settings (contract 2.13). */
export async function getAccount(actor: Actor): Promise<AccountView> {
  assertCanBegin(actor, "accounts.read");
  return readAccount(database().read, actor);
}
