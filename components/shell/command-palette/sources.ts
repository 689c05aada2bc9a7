import type { LucideIcon } from "lucide-react";
import { GROUPS_PATH } from "#components/shared/groups-path.ts";
import { roleName } from "#components/shared/role-labels.ts";
import { TOKENS_PATH } from "#components/shared/tokens-path.ts";
import { SERVICE_USERS_PATH, USERS_PATH, userPath } from "#components/shared/user-paths.ts";
import { type CallFailure, call } from "#lib/contract/client.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { Action } from "#lib/policy/can.ts";
import { ICONS } from "../nav-list.tsx";

/** Most things that one source answers: a palette is no list. */
const FOUND = 5;

/** Something found, and the page that shows it. */
export type Find = { id: string; label: string; detail: string; code?: string; path: string };
type Found = { ok: true; data: Find[] } | { ok: false; failure: CallFailure };

export type Source = {
  heading: string;
  icon: LucideIcon;
  /** Without it there is nothing to find for the reader. */
  needs: Action | null;
  find: (search: string, signal: AbortSignal) => Promise<Found>;
  /** The page that lists all of them. */
  list: string;
};

type User = OperationAnswer<"users.list">[number];
type Token = OperationAnswer<"tokens.inventory">[number];
type Group = OperationAnswer<"groups.list">[number];

/** Where the palette looks for a name: the API's own lists, of each no more than a few. */
export const SOURCES: readonly Source[] = [
  {
    heading: "Service users",
    icon: ICONS["service-users"],
    needs: "users.list",
    find: users(true),
    list: SERVICE_USERS_PATH,
  },
  {
    heading: "Users",
    icon: ICONS.users,
    needs: "users.list",
    find: users(false),
    list: USERS_PATH,
  },
  {
    heading: "Groups",
    icon: ICONS.groups,
    needs: "groups.read",
    find: async (search, signal) =>
      each(await call("groups.list", { query: { search, ...few }, signal }), ofGroup),
    list: GROUPS_PATH,
  },
  {
    heading: "Tokens",
    icon: ICONS.tokens,
    needs: null,
    find: async (search, signal) =>
      each(await call("tokens.inventory", { query: { search, ...few }, signal }), ofToken),
    list: TOKENS_PATH,
  },
];

/** Where it looks for a fingerprint, which only tokens have. */
export const BY_FINGERPRINT: readonly Source[] = [
  {
    heading: "Tokens",
    icon: ICONS.tokens,
    needs: null,
    find: async (fingerprint, signal) =>
      each(await call("tokens.inventory", { query: { fingerprint, ...few }, signal }), ofToken),
    list: TOKENS_PATH,
  },
];

const few = { page_size: String(FOUND), sort: "name" } as const;

function users(isServiceUser: boolean): Source["find"] {
  const service_user = String(isServiceUser);
  return async (search, signal) =>
    each(await call("users.list", { query: { search, service_user, ...few }, signal }), ofUser);
}

/** Whether there may be more than were answered. */
export const mayHaveMore = (finds: readonly Find[]): boolean => finds.length === FOUND;

type Answer<Item> = { ok: true; data: Item[] } | { ok: false; failure: CallFailure };

function each<Item>(answer: Answer<Item>, toFind: (item: Item) => Find): Found {
  return answer.ok ? { ok: true, data: answer.data.map(toFind) } : answer;
}

function ofUser({ id, name, email, role, is_service_user, ...user }: User): Find {
  const state = user.pending_approval ? "Waits for approval" : user.is_blocked ? "Blocked" : "";
  return {
    id,
    label: name || email,
    detail: [name && email, roleName(role), state].filter(Boolean).join(" · "),
    path: userPath({ id, isServiceUser: is_service_user }),
  };
}

const ofGroup = ({ id, name }: Group): Find => ({
  id,
  label: name,
  detail: "",
  path: `${GROUPS_PATH}?${new URLSearchParams({ search: name })}`,
});

const ofToken = ({ id, name, fingerprint, user_name, state }: Token): Find => ({
  id,
  label: name,
  detail: `of ${user_name}${state === "expired" ? " · Expired" : ""}`,
  code: fingerprint,
  path: `${TOKENS_PATH}?${new URLSearchParams({ fingerprint })}`,
});
