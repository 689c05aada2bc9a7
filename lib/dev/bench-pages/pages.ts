import { PAGES } from "#lib/contract/pages.ts";
/** A page of the dashboard, and its typical use. */
export type BenchPage = {
  /** Its name in the report. */
  label: string;
  /** Its path, or the list whose first row links to it. */
  path: string | { firstOf: string };
  /** Opens the page's main popup. */
  popup?: string;
  /** The input of the search. */
  search?: string;
  /** The heading of a column that sorts the list. */
  sort?: string;
};

const id = (testId: string) => `[data-testid="${testId}"]`;
const NAVIGATION = id("user-dropdown");

/** Pages that a build lacks are skipped. */
export const BENCH_PAGES: readonly BenchPage[] = [
  {
    ...PAGES.users,
    popup: id("open-invite-user-modal"),
    search: "bench",
    sort: "Name",
  },
  {
    ...PAGES.serviceUsers,
    popup: id("open-service-user-modal"),
    search: "terraform",
    sort: "Name",
  },
  {
    label: "A service user",
    path: { firstOf: PAGES.serviceUsers.path },
    popup: id("access-token-open-modal"),
  },
  {
    ...PAGES.tokens,
    popup: id("table-filters-button"),
    search: "deploy",
    sort: "Name",
  },
  {
    ...PAGES.groups,
    popup: id("open-create-group"),
    search: "ci",
    sort: "Name",
  },
  {
    ...PAGES.activity,
    popup: id("table-filters-button"),
    search: "terraform",
  },
  { ...PAGES.settings, popup: NAVIGATION },
  { ...PAGES.docs, popup: NAVIGATION },
];
