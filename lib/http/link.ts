/** The `Link` header (RFC 8288) to the pages around one of a list; none if it is the whole list. */
export function linkToPages(
  url: URL,
  { next, previous }: { next: string | null; previous: string | null },
): Record<string, string> {
  const linkTo = (cursor: string | null, relation: string) => {
    if (cursor === null) return [];
    const query = new URLSearchParams(url.searchParams);
    query.set("cursor", cursor);
    return [`<${url.pathname}?${query}>; rel="${relation}"`];
  };
  const links = [...linkTo(previous, "prev"), ...linkTo(next, "next")];
  return links.length === 0 ? {} : { link: links.join(", ") };
}
