import { type NavigationPage, PAGES, type PageId } from "#lib/contract/pages.ts";
import { canBegin, type PolicyActor } from "#lib/policy/can.ts";

export type NavIcon = PageId | "profile";
export type NavItem = { href: string; label: string; icon: NavIcon };
export type NavGroup = { label: string; items: NavItem[] };

/**
 * The pages that `actor` may open, by section; that of NetBird with a server of it. Without team pages the profile is offered instead.
 */
export function navigation(actor: PolicyActor, profile: string, hasNetBird: boolean): NavGroup[] {
  const may = (page: PageId) => {
    const { needs } = PAGES[page];
    const { withNetBird }: NavigationPage = PAGES[page];
    if (withNetBird && !hasNetBird) return false;
    return needs === null || canBegin(actor, needs).allowed;
  };
  const ids = (Object.keys(PAGES) as PageId[]).filter(may);
  const sections = Map.groupBy(ids, (id) => PAGES[id].section);
  return [...sections].map(([section, pages]) => {
    const items = pages.map((id) => ({ href: PAGES[id].path, label: PAGES[id].label, icon: id }));
    if (section !== "Team" || may("users")) return { label: section, items };
    return { label: "You", items: withProfile(items, profile) };
  });
}

function withProfile([overview, ...others]: NavItem[], profile: string): NavItem[] {
  const own: NavItem = { href: profile, label: "Your profile", icon: "profile" };
  return [...(overview ? [overview] : []), own, ...others];
}
