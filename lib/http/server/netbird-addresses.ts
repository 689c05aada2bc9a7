import { invitePath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";

/** Where a page of NetBird's dashboard is here; a place of `null` stays as it is. */
type Page = (query: URLSearchParams) => string | null;

const ID = /^[\w-]+$/;
const INVITE = /^nbi_\w+$/;

/** Pages of NetBird's dashboard that runbooks and bookmarks name, by their path. */
const NETBIRD_PAGES: Record<string, Page> = {
  "/team/user": (query) => {
    const list = query.get("service_user") === "true" ? PAGES.serviceUsers.path : PAGES.users.path;
    const id = query.get("id") ?? "";
    return ID.test(id) ? `${list}/${id}` : list;
  },
  "/users": () => PAGES.users.path,
  "/groups": () => PAGES.groups.path,
  "/group": () => PAGES.groups.path,
  "/events": () => PAGES.activity.path,
  "/events/audit": () => PAGES.activity.path,
  "/invite": (query) => {
    const token = query.get("token") ?? "";
    return INVITE.test(token) ? invitePath(token) : null;
  },
};

/**
 * The address here of a page of NetBird's dashboard, or null where the target is no such page or
 * Roost has nothing of the kind. `/team/users`, `/team/service-users` and `/settings` are the same.
 */
export function netbirdPage(target: string): string | null {
  const [path = "", query] = target.split("?");
  const page = NETBIRD_PAGES[path.length > 1 ? path.replace(/\/$/, "") : path];
  return page?.(new URLSearchParams(query)) ?? null;
}
