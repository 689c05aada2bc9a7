/** Where a page of NetBird's dashboard is here; a place of `null` stays as it is. */
type Page = (query: URLSearchParams) => string | null;

const ID = /^[\w-]+$/;
const INVITE = /^nbi_\w+$/;
const USERS = "/team/users";

/** Pages of NetBird's dashboard that runbooks and bookmarks name, by their path. */
const PAGES: Record<string, Page> = {
  "/team/user": (query) => {
    const list = query.get("service_user") === "true" ? "/team/service-users" : USERS;
    const id = query.get("id") ?? "";
    return ID.test(id) ? `${list}/${id}` : list;
  },
  "/users": () => USERS,
  "/groups": () => "/team/groups",
  "/group": () => "/team/groups",
  "/events": () => "/activity",
  "/events/audit": () => "/activity",
  "/invite": (query) => {
    const token = query.get("token") ?? "";
    return INVITE.test(token) ? `/invite/${token}` : null;
  },
};

/**
 * The address here of a page of NetBird's dashboard, or null where the target is no such page or
 * Roost has nothing of the kind. `/team/users`, `/team/service-users` and `/settings` are the same.
 */
export function netbirdPage(target: string): string | null {
  const [path = "", query] = target.split("?");
  const page = PAGES[path.length > 1 ? path.replace(/\/$/, "") : path];
  return page?.(new URLSearchParams(query)) ?? null;
}
