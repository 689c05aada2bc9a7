import { Problem } from "#lib/contract/problem.ts";

/** What a router, or a server in between, could take for the border of a segment. */
const BORDER = /[/\\?#;%\p{Cc}]/u;

const isSegment = (value: string): boolean =>
  value !== "" && value !== "." && value !== ".." && !BORDER.test(value);

/**
 * The path of a template with these decoded parameters. NetBird's router matches decoded paths, so
 * an encoded slash would lead to another operation (400).
 */
export function targetPath(template: string, params: Record<string, string>): string {
  return template.replace(/\{([^}]+)\}/g, (_whole, name: string) => {
    const value = params[name] ?? "";
    if (!isSegment(value)) {
      throw new Problem("invalid_request", `${name} has characters that no ID has`);
    }
    return encodeURIComponent(value);
  });
}

/**
 * The query, parsed and built again. 400 for `account`, in any letter case: NetBird would act in
 * another account, and without it in the wrong one.
 */
export function targetQuery(search: string): string {
  if (search === "" || search === "?") return "";
  const query = new URLSearchParams(search);
  for (const name of query.keys()) {
    if (name.trim().toLowerCase() === "account") {
      throw new Problem("invalid_request", "the parameter account is not supported by Roost");
    }
  }
  return `?${query}`;
}
