import { createContext, useContext } from "react";

/** The overlay that a command opens. */
export type CommandOverlay = "palette" | "shortcuts";
type Commands = {
  show: (overlay: CommandOverlay) => void;
  /** Navigates and shows a loading indicator. */
  visit: (path: string) => void;
};

export const CommandsContext = createContext<Commands>({ show: () => {}, visit: () => {} });

/** Opens the palette, the list of shortcuts or a page from anywhere in the dashboard. */
export const useCommands = (): Commands => useContext(CommandsContext);
