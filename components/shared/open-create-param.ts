/** What an address has at its end to open the popup of the page's main action. */
export const ASKING = "?new=1";

/** The same, for something to come in the place of one that is there already. */
export const askingToReplace = (id: string): string =>
  `${ASKING}&${new URLSearchParams({ replaces: id })}`;
