const HERE = "http://here.invalid";

/** The path to open after the sign-in: of the same origin, or the start page. */
export function safeNextPath(next: string | undefined): string {
  if (!next?.startsWith("/")) return "/";
  try {
    const url = new URL(next, HERE);
    const path = `${url.pathname}${url.search}${url.hash}`;
    // A path that begins with two slashes would be another host.
    return url.origin === HERE && !path.startsWith("//") ? path : "/";
  } catch {
    return "/";
  }
}
