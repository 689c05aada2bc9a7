import type { ApiRequest } from "./api-request.ts";

/** The `Link` header (RFC 8288) to the adjacent pages of a list; none for a complete list. */
export function linkToPages(
  { pathname, search }: Pick<ApiRequest, "pathname" | "search">,
  { next, previous }: { next: string | null; previous: string | null },
): Record<string, string> {
  if (next === null && previous === null) return {};
  const query = new URLSearchParams(search);
  // Percent-encodes what would end the link.
  const path = new URL(pathname, "http://localhost").pathname;
  const linkTo = (cursor: string | null, relation: string) => {
    if (cursor === null) return [];
    query.set("cursor", cursor);
    return [`<${path}?${query}>; rel="${relation}"`];
  };
  return { link: [...linkTo(previous, "prev"), ...linkTo(next, "next")].join(", ") };
}
