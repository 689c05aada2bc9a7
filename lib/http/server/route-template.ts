import { forwardedRows } from "#lib/contract/netbird-objects.ts";
import { operations } from "#lib/contract/operations.ts";
import { PAGE_TEMPLATES } from "#lib/contract/pages.ts";
import { pathIndex } from "../path-index.ts";
import { FORWARD_AUTH, isForwardAuth } from "./validate-request.ts";

const PREFIXES = ["/_next/static/", "/api/auth/", "/api/"];

const templates = [
  ...Object.values(operations).map(({ path }) => path),
  ...forwardedRows.map(({ path }) => path),
  ...PAGE_TEMPLATES,
];
const templateAt = pathIndex(templates.map((template) => [template, template]));

/**
 * The pattern a path belongs to, for logs and metrics: an invite's path holds its token, so the
 * path itself is never written. Unknown paths are "other".
 */
export function routeTemplate(pathname: string): string {
  if (isForwardAuth(pathname)) return `${FORWARD_AUTH}{service}`;
  const found = templateAt(pathname);
  if (found) return found.value;
  const prefix = PREFIXES.find((start) => pathname.startsWith(start));
  return prefix === undefined ? "other" : `${prefix}*`;
}
