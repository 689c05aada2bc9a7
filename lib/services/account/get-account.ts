import { accountSettings } from "#lib/contract/account.ts";
import type { AccountView } from "#lib/contract/account-view.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { invalidCredential } from "../credentials.ts";
import { assertCanBegin } from "../policy.ts";

/** Reads the actor's account. */
export async function readAccount(
  client: ReadClient | Tx,
  { accountId, credential }: Actor,
): Promise<AccountView> {
  const row = await client.account.findUnique({
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
  // All credentials were deleted with the account.
  if (row === null) throw invalidCredential(credential.kind);
  return { ...row, settings: accountSettings.parse(row.settings) };
}

/** The account with its settings (contract 2.13). */
export async function getAccount(actor: Actor): Promise<AccountView> {
  assertCanBegin(actor, "accounts.read");
  return readAccount(database().read, actor);
}
