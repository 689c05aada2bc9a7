const NAMED = 5;
const list = new Intl.ListFormat("en", { type: "conjunction" });

/** What stops working with a user's tokens; "unknown" where they could not be looked up. */
export function lossText(tokenNames: readonly string[] | "unknown"): string {
  if (tokenNames === "unknown") {
    return "All of its access tokens stop working at once: scripts that use them get 401.";
  }
  if (tokenNames.length === 0) return "No access token is in force, so no script stops working.";
  const named = tokenNames.slice(0, NAMED).map((name) => `“${name}”`);
  const more = tokenNames.length - named.length;
  const names = list.format(more > 0 ? [...named, `${more} more`] : named);
  return tokenNames.length === 1
    ? `The access token ${names} stops working at once: scripts that use it get 401.`
    : `${tokenNames.length} access tokens stop working at once: ${names}. Scripts that use them get 401.`;
}
