"use client";

import {
  BookOpen,
  Bot,
  CircleUser,
  ClipboardCheck,
  DoorOpen,
  History,
  KeyRound,
  Layers,
  LayoutDashboard,
  LoaderCircle,
  type LucideIcon,
  Settings,
  Users,
  Waypoints,
} from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useId } from "react";
import { cn } from "#components/ui/cn.ts";
import type { NavGroup, NavIcon, NavItem } from "./navigation.ts";

/** The icons of the navigation's pages. */
export const ICONS = {
  overview: LayoutDashboard,
  users: Users,
  serviceUsers: Bot,
  groups: Layers,
  protectedServices: DoorOpen,
  accessReview: ClipboardCheck,
  activity: History,
  netbird: Waypoints,
  tokens: KeyRound,
  settings: Settings,
  docs: BookOpen,
  profile: CircleUser,
} satisfies Record<NavIcon, LucideIcon>;

type Following = {
  onClick?: () => void;
  /** Navigates on behalf of a link that is unmounted and cannot show its own loading state. */
  visit?: (path: string) => void;
};

/** The side navigation: links, the current one marked. */
export function NavList({ groups, ...following }: { groups: NavGroup[] } & Following) {
  return (
    <nav aria-label="Main" className="grid gap-4">
      {groups.map((group) => (
        <NavSection key={group.label} group={group} {...following} />
      ))}
    </nav>
  );
}

function NavSection({ group, ...following }: { group: NavGroup } & Following) {
  const labelId = useId();
  return (
    <div>
      <p id={labelId} className="px-2.5 pb-1.5 font-medium text-quiet text-xs">
        {group.label}
      </p>
      <ul aria-labelledby={labelId} className="grid gap-0.5">
        {group.items.map((item) => (
          <li key={item.href}>
            <NavLink item={item} {...following} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function NavLink({ item, onClick, visit }: { item: NavItem } & Following) {
  const path = usePathname();
  const Icon = ICONS[item.icon];
  const within = path === item.href || path.startsWith(`${item.href}/`);
  return (
    <Link
      href={item.href}
      data-testid="left-navigation-item"
      aria-current={path === item.href ? "page" : within ? "true" : undefined}
      {...(onClick ? { onClick } : {})}
      {...(visit ? { onNavigate: insteadOf(visit, item.href) } : {})}
      className={cn(
        "flex h-8 pointer-coarse:h-11 items-center gap-2.5 rounded-md px-2.5 hover:bg-sunken hover:text-ink",
        within ? "bg-sunken font-medium text-ink" : "text-quiet",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", within && "text-accent")} />
      <span>{item.label}</span>
      <Pending />
    </Link>
  );
}

/** Follows a link with `visit`, except into a new tab or window. */
const insteadOf =
  (visit: (path: string) => void, href: string) => (event: { preventDefault: () => void }) => {
    event.preventDefault();
    visit(href);
  };

/** A spinner while the page of its link is loading, if that takes a moment. */
function Pending() {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return (
    <span aria-hidden className="ml-auto animate-late">
      <LoaderCircle className="size-4 motion-safe:animate-spin" />
    </span>
  );
}
