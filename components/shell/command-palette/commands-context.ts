import { createContext, useContext } from "react";

/** What a command shows over the page. */
export type CommandOverlay = "palette" | "shortcuts";
type Commands = {
  show: (overlay: CommandOverlay) => void;
  /** Goes to a page and shows that it is loading. */
  visit: (path: string) => void;
};

export const CommandsContext = createContext<Commands>({ show: () => {}, visit: () => {} });

/** Opens the palette, the list of shortcuts or another page from anywhere in the dashboard. */
export const useCommands = (): Commands => useContext(CommandsContext);
