/** What an address has at its end to open the popup of the page's main action. */
export const ASKING = "?new=1";
