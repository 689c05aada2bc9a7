export type Search = { search?: string | string[] };

/** The address of a list with its search text, which a sign-in on the way keeps. */
export function listPath(path: string, { search }: Search): string {
  return typeof search === "string" ? `${path}?${new URLSearchParams({ search })}` : path;
}
