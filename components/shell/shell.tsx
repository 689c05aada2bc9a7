import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "#components/shared/logo.tsx";
import { NavDrawer } from "./nav-drawer.tsx";
import { NavList } from "./nav-list.tsx";
import type { NavGroup } from "./navigation.ts";

type ShellProps = { groups: NavGroup[]; menu: ReactNode; children: ReactNode };

/** The frame of every signed-in page: header, side navigation, main part. */
export function Shell({ groups, menu, children }: ShellProps) {
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b bg-surface px-4 md:px-6 lg:px-4">
        <NavDrawer groups={groups} />
        <Link href="/" className="flex rounded-md px-1 py-1 lg:px-2.5">
          <Logo />
        </Link>
        <div className="ml-auto flex items-center gap-2">{menu}</div>
      </header>
      <div className="flex">
        <div className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] w-56 shrink-0 overflow-y-auto border-r bg-surface p-4 lg:block">
          <NavList groups={groups} />
        </div>
        <main
          id="main"
          tabIndex={-1}
          className="min-w-0 max-w-[75rem] flex-1 px-4 py-6 max-sm:has-data-selecting:pb-24 focus:outline-none md:px-6 lg:px-8"
        >
          {children}
        </main>
      </div>
    </>
  );
}
