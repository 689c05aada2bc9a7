/** A page of the dashboard, and what a reader typically does there. */
export type BenchPage = {
  name: string;
  /** Where it is, or the list whose first row leads to it. */
  path: string | { firstOf: string };
  /** The goal of its size holds for lists. */
  list: boolean;
  /** Opens the page's main popup. */
  popup?: string;
  /** What is typed into the search. */
  search?: string;
  /** The name of a column's heading that orders the list. */
  sort?: string;
};

const id = (testId: string) => `[data-testid="${testId}"]`;
const NAVIGATION = id("user-dropdown");

/** Pages that a build lacks are left out. */
export const BENCH_PAGES: readonly BenchPage[] = [
  {
    name: "Users",
    path: "/team/users",
    list: true,
    popup: id("open-invite-user-modal"),
    search: "bench",
    sort: "Name",
  },
  {
    name: "Service users",
    path: "/team/service-users",
    list: true,
    popup: id("open-service-user-modal"),
    search: "terraform",
    sort: "Name",
  },
  {
    name: "A service user",
    path: { firstOf: "/team/service-users" },
    list: false,
    popup: id("access-token-open-modal"),
  },
  {
    name: "Tokens",
    path: "/team/tokens",
    list: true,
    popup: id("table-filters-button"),
    search: "deploy",
    sort: "Name",
  },
  {
    name: "Groups",
    path: "/team/groups",
    list: true,
    popup: id("open-create-group"),
    search: "ci",
    sort: "Name",
  },
  {
    name: "Activity",
    path: "/activity",
    list: true,
    popup: id("table-filters-button"),
    search: "terraform",
  },
  { name: "Settings", path: "/settings", list: false, popup: NAVIGATION },
  { name: "API reference", path: "/docs", list: false, popup: NAVIGATION },
];
