"use client";

import {
  BookOpen,
  Bot,
  CircleUser,
  History,
  KeyRound,
  Layers,
  LayoutDashboard,
  LoaderCircle,
  Settings,
  Users,
} from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useId } from "react";
import { cn } from "#components/ui/cn.ts";

/** The icons of the pages, by what the navigation calls them. */
export const ICONS = {
  overview: LayoutDashboard,
  users: Users,
  "service-users": Bot,
  groups: Layers,
  activity: History,
  tokens: KeyRound,
  settings: Settings,
  profile: CircleUser,
  docs: BookOpen,
};

export type NavItem = { href: string; label: string; icon: keyof typeof ICONS };
export type NavGroup = { label: string; items: NavItem[] };

/** The side navigation: real links, the present one marked. */
export function NavList({ groups, onNavigate }: { groups: NavGroup[]; onNavigate?: () => void }) {
  return (
    <nav aria-label="Main" className="grid gap-4">
      {groups.map((group) => (
        <NavSection key={group.label} group={group} onNavigate={onNavigate} />
      ))}
    </nav>
  );
}

type Following = { onNavigate: (() => void) | undefined };

function NavSection({ group, onNavigate }: { group: NavGroup } & Following) {
  const labelId = useId();
  return (
    <div>
      <p id={labelId} className="px-2.5 pb-1.5 font-medium text-quiet text-xs">
        {group.label}
      </p>
      <ul aria-labelledby={labelId} className="grid gap-0.5">
        {group.items.map((item) => (
          <li key={item.href}>
            <NavLink item={item} onNavigate={onNavigate} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function NavLink({ item, onNavigate }: { item: NavItem } & Following) {
  const path = usePathname();
  const Icon = ICONS[item.icon];
  const within = path === item.href || path.startsWith(`${item.href}/`);
  return (
    <Link
      href={item.href}
      data-testid="left-navigation-item"
      aria-current={path === item.href ? "page" : within ? "true" : undefined}
      {...(onNavigate ? { onClick: onNavigate } : {})}
      className={cn(
        "flex h-8 pointer-coarse:h-11 items-center gap-2.5 rounded-md px-2.5 text-quiet hover:bg-sunken hover:text-ink",
        within && "bg-sunken font-medium text-ink",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", within && "text-accent")} />
      {item.label}
      <Pending />
    </Link>
  );
}

/** Turns while the page behind its link is on its way, if that takes a moment. */
function Pending() {
  const { pending } = useLinkStatus();
  return (
    <LoaderCircle
      aria-hidden
      className={cn(
        "ml-auto size-4 motion-safe:animate-spin opacity-0",
        pending && "opacity-100 motion-safe:transition-opacity delay-150",
      )}
    />
  );
}
