import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { OVERVIEW_PATH } from "#components/overview/overview-path.ts";
import { WeakPasswordNotice } from "#components/passwords/weak-password-notice.tsx";
import { SETTINGS_PATH } from "#components/settings/settings-path.ts";
import { ACTIVITY_PATH } from "#components/shared/activity-path.ts";
import { GROUPS_PATH } from "#components/shared/groups-path.ts";
import { roleName } from "#components/shared/role-labels.ts";
import { TOKENS_PATH } from "#components/shared/tokens-path.ts";
import { SERVICE_USERS_PATH, USERS_PATH, userPath } from "#components/shared/user-paths.ts";
import { CommandsProvider } from "#components/shell/command-palette/commands.tsx";
import { PaletteButton } from "#components/shell/command-palette/palette-button.tsx";
import type { NavGroup, NavItem } from "#components/shell/nav-list.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { UserMenu } from "#components/shell/user-menu.tsx";
import { ClockProvider } from "#components/ui/clock.tsx";
import { Toaster } from "#components/ui/notify.tsx";
import { type Action, canBegin, type PolicyActor } from "#lib/policy/can.ts";
import { dashboardActor } from "../current-actor.ts";
import { policyActor } from "./policy-actor.ts";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // A layout does not know the address. It leaves redirects to the page, which brings the reader
  // back to where they wanted to go.
  const actor = await dashboardActor().catch(() => null);
  if (actor === null) return children;
  const profile = userPath({ id: actor.userId, isServiceUser: false });
  const groups = navigation(actor, profile);
  return (
    <ClockProvider renderedAt={Date.now()}>
      <NuqsAdapter>
        <CommandsProvider actor={policyActor(actor)} groups={groups} profile={profile}>
          <Shell
            groups={groups}
            menu={
              <>
                <PaletteButton />
                <UserMenu
                  name={actor.name}
                  email={actor.email}
                  role={roleName(actor.role)}
                  profile={profile}
                />
              </>
            }
          >
            {actor.weakPassword && <WeakPasswordNotice profile={profile} />}
            {children}
          </Shell>
        </CommandsProvider>
      </NuqsAdapter>
      <Toaster />
    </ClockProvider>
  );
}

const DOCS: NavGroup = {
  label: "Developers",
  items: [{ href: "/docs", label: "API reference", icon: "docs" }],
};

/** Only pages that the reader may open. */
function navigation(actor: PolicyActor, profile: string): NavGroup[] {
  const may = (action: Action) => canBegin(actor, action).allowed;
  const shown = (allowed: boolean, item: NavItem): NavItem[] => (allowed ? [item] : []);
  const overview: NavItem = { href: OVERVIEW_PATH, label: "Overview", icon: "overview" };
  const tokens: NavItem = { href: TOKENS_PATH, label: "Tokens", icon: "tokens" };
  const own: NavItem = { href: profile, label: "Your profile", icon: "profile" };
  const team: NavItem[] = [
    overview,
    { href: USERS_PATH, label: "Users", icon: "users" },
    { href: SERVICE_USERS_PATH, label: "Service Users", icon: "service-users" },
    tokens,
    ...shown(may("groups.read"), { href: GROUPS_PATH, label: "Groups", icon: "groups" }),
  ];
  const account: NavItem[] = [
    ...shown(may("events.list"), { href: ACTIVITY_PATH, label: "Activity", icon: "activity" }),
    ...shown(may("accounts.read"), { href: SETTINGS_PATH, label: "Settings", icon: "settings" }),
  ];
  return [
    may("users.list")
      ? { label: "Team", items: team }
      : { label: "You", items: [overview, own, tokens] },
    ...(account.length > 0 ? [{ label: "Account", items: account }] : []),
    DOCS,
  ];
}
