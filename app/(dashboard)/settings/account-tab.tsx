import type { ComponentProps } from "react";
import { DeleteAccount } from "#components/settings/delete-account.tsx";
import { PassthroughSettings } from "#components/settings/passthrough-settings.tsx";
import { Fact, Facts } from "#components/shared/facts.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { CopyableText } from "#components/ui/code-box.tsx";
import { counted } from "#components/ui/counted.ts";
import { DateTime } from "#components/ui/time.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import type { AccountView } from "#lib/contract/account-view.ts";
import { userPath } from "#lib/contract/page-paths.ts";
import { isProblem } from "#lib/contract/problem.ts";
import { canBegin } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";
import { hasNetBird } from "#lib/services/netbird/read-as.ts";
import { summarizeTokens } from "#lib/services/tokens/summarize-tokens.ts";
import { getUser } from "#lib/services/users/get-user.ts";
import { countUsers } from "#lib/services/users/list-users.ts";

type AccountTabProps = { actor: Actor; account: AccountView };

/** Facts about the account, NetBird's settings unless a server has them, and the deletion. */
export async function AccountTab({ actor, account }: AccountTabProps) {
  const deleting = canBegin(actor, "accounts.delete");
  return (
    <>
      <Facts>
        <Fact term="Created">
          <DateTime at={account.createdAt} />
        </Fact>
        <Fact term="Created by">
          <Creator actor={actor} id={account.createdBy} />
        </Fact>
        <Fact term="Domain">{account.domain || "None"}</Fact>
        <Fact term="ID">
          <CopyableText label="account ID" text={account.id} />
        </Fact>
      </Facts>
      {!hasNetBird() && <PassthroughSettings settings={account.settings} />}
      <DeleteAccount
        accountId={account.id}
        email={actor.email}
        {...(deleting.allowed ? await lossOf(actor) : NO_LOSS)}
        refusal={deleting.allowed ? undefined : reasonOf(deleting.refusal)}
      />
    </>
  );
}

/** The creator of the account, by name if the reader may see it. */
async function Creator({ actor, id }: { actor: Actor; id: string }) {
  const creator = await getUser(actor, id).catch((error: unknown) => {
    if (isProblem(error)) return error.problem === "not_found" ? "A deleted user" : id;
    throw error;
  });
  if (typeof creator === "string") return creator;
  return <TextLink href={userPath(creator)}>{creator.name || creator.email}</TextLink>;
}

type Loss = Pick<ComponentProps<typeof DeleteAccount>, "loss" | "use">;
/** Placeholder for readers who may not delete the account. */
const NO_LOSS: Loss = { loss: "", use: { used7Days: 0, lastUsedAt: null } };

async function lossOf(actor: Actor): Promise<Loss> {
  const [people, serviceUsers, tokens] = await Promise.all([
    countUsers(actor, { service_user: false }),
    countUsers(actor, { service_user: true }),
    summarizeTokens(actor),
  ]);
  const lost = [
    counted(people, "user"),
    counted(serviceUsers, "service user"),
    counted(tokens.total, "access token"),
  ];
  const { used7Days, lastUsedAt } = tokens;
  return { loss: new Intl.ListFormat("en").format(lost), use: { used7Days, lastUsedAt } };
}
