import type { Metadata } from "next";
import { NetBirdSettings } from "#components/settings/netbird-settings.tsx";
import { SettingsForm } from "#components/settings/settings-form.tsx";
import { SettingsTabs } from "#components/settings/settings-tabs.tsx";
import { NetBirdFailure } from "#components/shared/netbird-failure.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import { readSettingsTab, settingsPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { canBegin } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";
import { getAccount } from "#lib/services/account/get-account.ts";
import { getNetBirdSettings } from "#lib/services/netbird/netbird-settings.ts";
import { hasNetBird, orFailure } from "#lib/services/netbird/read-as.ts";
import { requireActor } from "../../current-actor.ts";
import { Forbidden } from "../forbidden-page.tsx";
import type { SearchParams } from "../parse-list-query.ts";
import { AccountTab } from "./account-tab.tsx";

export const metadata: Metadata = { title: PAGES.settings.label };

export default async function SettingsPage({ searchParams }: { searchParams: SearchParams }) {
  const tab = readSettingsTab((await searchParams).tab, hasNetBird());
  const actor = await requireActor(settingsPath(tab));
  const seeing = canBegin(actor, "accounts.read");
  if (!seeing.allowed) return <Forbidden actor={actor} refusal={seeing.refusal} />;
  const account = await getAccount(actor);
  const changing = canBegin(actor, "accounts.update");
  const allowing = canBegin(actor, "accounts.allow_tokens");
  const isAllowed = account.settings.tokensManageAccount;
  const lengthening = canBegin(actor, "accounts.lengthen_tokens");
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Account" }, { label: PAGES.settings.label, href: PAGES.settings.path }]}
        title={PAGES.settings.label}
        description="Account-wide settings."
      />
      <SettingsTabs current={tab} hasNetBird={hasNetBird()} />
      {tab === "account" ? (
        <AccountTab actor={actor} account={account} />
      ) : tab === "netbird" ? (
        <NetBirdTab actor={actor} />
      ) : (
        <SettingsForm
          key={tab}
          tab={tab}
          values={actingSettings(account.settings)}
          refusal={changing.allowed ? undefined : reasonOf(changing.refusal)}
          // Anyone who may change settings may turn it off.
          reasons={{
            ...(allowing.allowed || isAllowed
              ? {}
              : { tokensManageAccount: reasonOf(allowing.refusal) }),
            ...(lengthening.allowed ? {} : { serviceTokenMaxDays: reasonOf(lengthening.refusal) }),
          }}
        />
      )}
    </>
  );
}

async function NetBirdTab({ actor }: { actor: Actor }) {
  const read = await orFailure(getNetBirdSettings(actor));
  if ("failure" in read) return <NetBirdFailure reason={read.failure} />;
  return <NetBirdSettings settings={read.value} />;
}

/** Only the settings that the form needs. */
function actingSettings(settings: Awaited<ReturnType<typeof getAccount>>["settings"]) {
  const { userApprovalRequired, personalTokens, regularUsersViewBlocked } = settings;
  const { groupsPropagationEnabled, accessTokenMaxDays, serviceTokenMaxDays } = settings;
  const { accessTokenMaxPerUser, tokensManageAccount, leakAction } = settings;
  const { accessTokenDisableUnusedDays, accessReviewDays } = settings;
  return {
    userApprovalRequired,
    personalTokens,
    regularUsersViewBlocked,
    groupsPropagationEnabled,
    accessTokenMaxDays,
    serviceTokenMaxDays,
    accessTokenMaxPerUser,
    accessTokenDisableUnusedDays,
    tokensManageAccount,
    leakAction,
    accessReviewDays,
  };
}
