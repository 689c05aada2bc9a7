import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { WeakPasswordNotice } from "#components/passwords/weak-password-notice.tsx";
import { roleName } from "#components/shared/role-labels.ts";
import { CommandsProvider } from "#components/shell/command-palette/commands.tsx";
import { PaletteButton } from "#components/shell/command-palette/palette-button.tsx";
import { navigation } from "#components/shell/navigation.ts";
import { Shell } from "#components/shell/shell.tsx";
import { UserMenu } from "#components/shell/user-menu.tsx";
import { ClockProvider } from "#components/ui/clock.tsx";
import { Toaster } from "#components/ui/notify.tsx";
import { userPath } from "#lib/contract/page-paths.ts";
import { hasNetBird } from "#lib/services/netbird/read-as.ts";
import { dashboardActor } from "../current-actor.ts";
import { policyActor } from "./policy-actor.ts";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // A layout does not know the URL. It leaves redirects to the page, which knows where to return.
  const actor = await dashboardActor().catch(() => null);
  if (actor === null) return children;
  const profile = userPath({ id: actor.userId, isServiceUser: false });
  const groups = navigation(policyActor(actor), profile, hasNetBird());
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
