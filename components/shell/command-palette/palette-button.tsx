"use client";

import { Search } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { preloadPalette } from "./commands.tsx";
import { useCommands } from "./commands-context.ts";
import { Key } from "./key.tsx";
import { isApple, keyNames } from "./shortcuts.ts";

/**
 * The button of the command palette. Its key is shown in a reserved place once the user's system is
 * known.
 */
export function PaletteButton() {
  const { show } = useCommands();
  const apple = useHydrated() ? isApple(navigator.userAgent) : undefined;
  return (
    <Button
      size="small"
      data-testid="open-command-palette"
      aria-keyshortcuts={apple === undefined ? undefined : apple ? "Meta+K" : "Control+K"}
      onPointerEnter={preloadPalette}
      onFocus={preloadPalette}
      onClick={() => show("palette")}
      className="font-normal text-quiet max-sm:w-8 max-sm:border-transparent max-sm:px-0"
    >
      <Search aria-hidden />
      <span className="max-sm:sr-only">Search and commands</span>
      <Key aria-hidden className="min-w-12 max-sm:hidden">
        {apple === undefined ? "" : keyNames("mod+k", apple)}
      </Key>
    </Button>
  );
}
