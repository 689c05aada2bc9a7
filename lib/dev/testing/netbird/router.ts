import { type NetBirdOperation, netbirdApi } from "#lib/contract/netbird-api.ts";

/** What gorilla/mux makes of a request: an operation, a redirect to the clean path, or neither. */
export type Routed =
  | { row: NetBirdOperation; path: string; params: Record<string, string> }
  | { cleanPath: string }
  | { malformed: true }
  | null;

type Route = { row: NetBirdOperation; pattern: RegExp; names: string[] };

const PARAMETER = /\{([^}]+)\}/g;
const segmentsOf = (path: string) => path.split("/");

function literalsFirst(one: Route, other: Route): number {
  const [a, b] = [segmentsOf(one.row.path), segmentsOf(other.row.path)];
  const at = a.findIndex((part, index) => part.startsWith("{") !== b[index]?.startsWith("{"));
  if (at < 0) return 0;
  return a[at]?.startsWith("{") ? 1 : -1;
}

const routes: readonly Route[] = netbirdApi
  .map((row) => ({
    row,
    names: Array.from(row.path.matchAll(PARAMETER), ([, name = ""]) => name),
    pattern: new RegExp(`^${row.path.replaceAll(PARAMETER, "([^/]+)")}$`),
  }))
  .sort(literalsFirst);

/** Go's unescaping: any byte, not only UTF-8; undefined if a percent sign starts no byte. */
function unescaped(path: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(path)) return undefined;
  const bytes = path.replace(/%([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString();
}

/** Go's path.Clean, which keeps a slash at the end. */
function cleaned(path: string): string {
  const kept: string[] = [];
  for (const part of segmentsOf(path)) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  const end = path.endsWith("/") && kept.length > 0 ? "/" : "";
  return `/${kept.join("/")}${end}`;
}

/**
 * Finds the operation of a request as NetBird's router does: by the decoded path, so that an
 * encoded slash separates segments. `serves` leaves out what this server does not offer.
 */
export function routeOf(
  method: string,
  url: string,
  serves: (row: NetBirdOperation) => boolean = () => true,
): Routed {
  const path = unescaped(url.split("?")[0] ?? "");
  if (path === undefined) return { malformed: true };
  if (cleaned(path) !== path) return { cleanPath: cleaned(path) };
  for (const { row, pattern, names } of routes) {
    const found = row.method === method && serves(row) ? pattern.exec(path) : null;
    if (found === null) continue;
    const params = Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ""]));
    return { row, path, params };
  }
  return null;
}
