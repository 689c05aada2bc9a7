/** The `Link` header (RFC 8288) to the next page of a list, or none after the last one. */
export function linkToNext(url: URL, next: string | null): Record<string, string> {
  if (next === null) return {};
  const query = new URLSearchParams(url.searchParams);
  query.set("cursor", next);
  return { link: `<${url.pathname}?${query}>; rel="next"` };
}
