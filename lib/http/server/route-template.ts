import { netbirdObjects } from "#lib/contract/netbird-objects.ts";
import { operations } from "#lib/contract/operations.ts";
import { PAGE_TEMPLATES } from "#lib/contract/pages.ts";

const PREFIXES = ["/_next/static/", "/api/auth/", "/api/"];

const isParameter = (segment: string) => segment.startsWith("{");

function parametersIn(template: string): number {
  return template.split("/").filter(isParameter).length;
}

const templates = [
  ...Object.values(operations).map(({ path }) => path),
  ...netbirdObjects.map(({ path }) => path),
  ...PAGE_TEMPLATES,
]
  .sort((one, other) => parametersIn(one) - parametersIn(other))
  .map((template) => ({ template, segments: template.split("/") }));

/**
 * The pattern a path belongs to, for logs and metrics: an invite's path holds its token, so the
 * path itself is never written. Unknown paths are "other".
 */
export function routeTemplate(pathname: string): string {
  const given = pathname.split("/");
  const found = templates.find(
    ({ segments }) =>
      segments.length === given.length &&
      segments.every((segment, at) =>
        isParameter(segment) ? given[at] !== "" : segment === given[at],
      ),
  );
  if (found) return found.template;
  const prefix = PREFIXES.find((start) => pathname.startsWith(start));
  return prefix === undefined ? "other" : `${prefix}*`;
}
