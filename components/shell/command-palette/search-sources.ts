import type { LucideIcon } from "lucide-react";
import { findGroups } from "#components/shared/find-groups.ts";
import { roleName } from "#components/shared/role-labels.ts";
import { type CallFailure, call } from "#lib/contract/client.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import { fingerprintPath, groupPath, userPath } from "#lib/contract/page-paths.ts";
import { PAGES, type PageId } from "#lib/contract/pages.ts";
import type { Action } from "#lib/policy/can.ts";
import { ICONS } from "../nav-list.tsx";

/** Maximum results per source. */
const FOUND = 5;

/** A result with the page that shows it. */
export type SearchResult = {
  id: string;
  label: string;
  detail: string;
  code?: string;
  path: string;
};
type SearchOutcome = { ok: true; data: SearchResult[] } | { ok: false; failure: CallFailure };

export type SearchSource = {
  heading: string;
  icon: LucideIcon;
  /** The right required to search this source. */
  needs: Action | null;
  find: (search: string, signal: AbortSignal) => Promise<SearchOutcome>;
  /** The page that lists all of them. */
  list: string;
};

type User = OperationAnswer<"users.list">[number];
type Token = OperationAnswer<"tokens.inventory">[number];
type Group = OperationAnswer<"groups.list">[number];

/** A source with icon, right and URL of a page. */
function sourceOf(page: PageId, heading: string, find: SearchSource["find"]): SearchSource {
  const { needs, path } = PAGES[page];
  return { heading, icon: ICONS[page], needs, find, list: path };
}

/** The sources of a search by name: the API's lists, a few results each. */
export const SOURCES: readonly SearchSource[] = [
  sourceOf("serviceUsers", "Service users", users(true)),
  sourceOf("users", "Users", users(false)),
  sourceOf("groups", "Groups", async (search, signal) =>
    each(await findGroups({ search }, FOUND, signal), ofGroup),
  ),
  sourceOf("tokens", "Tokens", async (search, signal) =>
    each(await call("tokens.inventory", { query: { search, ...few }, signal }), ofToken),
  ),
];

/** The source of a search by fingerprint. */
export const BY_FINGERPRINT: readonly SearchSource[] = [
  sourceOf("tokens", "Tokens", async (fingerprint, signal) =>
    each(await call("tokens.inventory", { query: { fingerprint, ...few }, signal }), ofToken),
  ),
];

const few = { page_size: String(FOUND), sort: "name" } as const;

function users(isServiceUser: boolean): SearchSource["find"] {
  const service_user = String(isServiceUser);
  return async (search, signal) =>
    each(
      await call("users.list", {
        query: { search, service_user, source: "roost", ...few },
        signal,
      }),
      ofUser,
    );
}

/** Whether there may be more results. */
export const mayHaveMore = (results: readonly SearchResult[]): boolean => results.length === FOUND;

type ListResult<Item> = { ok: true; data: Item[] } | { ok: false; failure: CallFailure };

function each<Item>(answer: ListResult<Item>, toFind: (item: Item) => SearchResult): SearchOutcome {
  return answer.ok ? { ok: true, data: answer.data.map(toFind) } : answer;
}

function ofUser({ id, name, email, role, is_service_user, ...user }: User): SearchResult {
  const state = user.pending_approval ? "Pending approval" : user.is_blocked ? "Blocked" : "";
  return {
    id,
    label: name || email,
    detail: [name && email, roleName(role), state].filter(Boolean).join(" · "),
    path: userPath({ id, isServiceUser: is_service_user }),
  };
}

const ofGroup = ({ id, name }: Group): SearchResult => ({
  id,
  label: name,
  detail: "",
  path: groupPath(name),
});

const ofToken = ({ id, name, fingerprint, user_name, state }: Token): SearchResult => ({
  id,
  label: name,
  detail: `of ${user_name}${state === "expired" ? " · Expired" : ""}`,
  code: fingerprint,
  path: fingerprintPath(fingerprint),
});
