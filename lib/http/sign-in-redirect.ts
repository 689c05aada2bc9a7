import { signInPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { isProblem } from "#lib/contract/problem.ts";
import type { ApiRequest, ApiResponse, RequestHeaders } from "./api-request.ts";

/** The list that a file is exported from; it takes the same filters in its address. */
const LISTS: Record<string, string> = {
  "events.export": PAGES.activity.path,
  "roost.events.export": PAGES.activity.path,
  "reviews.export": PAGES.accessReview.path,
  "tokens.export": PAGES.tokens.path,
};
/** What an export takes and its list does not. */
const OWN = ["format", "bom", "page_size", "cursor"];

/**
 * For a link to an export that a browser follows after its session has ended: the sign-in, with the
 * way back to the list. Null for everything else: programs get the JSON 401.
 */
export function signInRedirect(
  id: string,
  request: ApiRequest,
  error: unknown,
): ApiResponse | null {
  const page = LISTS[id];
  const { headers, search } = request;
  if (page === undefined || headers.has("authorization") || !isNavigation(headers)) return null;
  if (!isProblem(error) || error.problem !== "unauthenticated") return null;
  const filters = new URLSearchParams(search);
  for (const name of OWN) filters.delete(name);
  const next = filters.size === 0 ? page : `${page}?${filters}`;
  const location = signInPath(next);
  return { status: 303, headers: { location, "cache-control": "no-store" }, body: null };
}

/** Whether a person waits for a page, by what the browser says or, in older ones, accepts. */
function isNavigation(headers: RequestHeaders): boolean {
  const mode = headers.get("sec-fetch-mode");
  if (mode !== null) return mode === "navigate";
  return headers.get("accept")?.includes("text/html") ?? false;
}
