"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState, useTransition } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { PendingIndicator } from "../pending-indicator.tsx";
import { type CommandOverlay, CommandsContext } from "./commands-context.ts";
import { navigate } from "./navigate.ts";
import type { PaletteReader } from "./reader.ts";
import type { Shortcut } from "./shortcuts.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const palette = lazyForm(async () => (await import("./palette-dialog.tsx")).PaletteDialog);
const shortcuts = lazyForm(async () => (await import("./shortcuts-dialog.tsx")).ShortcutsDialog);

/** Loads the palette's code in advance. */
export const preloadPalette = palette.preload;

/** Handles keyboard shortcuts and renders the dialogs that they open. */
export function CommandsProvider({ children, ...reader }: PaletteReader & { children: ReactNode }) {
  const router = useRouter();
  const opener = useRef<HTMLElement>(null);
  const ahead = useRef("");
  const [shown, setShown] = useState<CommandOverlay | null>(null);
  const [underway, startVisit] = useTransition();
  const visit = (path: string) => startVisit(() => router.push(path));
  const show = (overlay: CommandOverlay) => {
    if (shown === null) opener.current = focusedNow();
    ahead.current = "";
    setShown(overlay);
  };
  const hide = () => setShown(null);
  const go = (path: string) => {
    // The element that opened the palette may remain, but the focus belongs to the new page.
    opener.current = null;
    hide();
    navigate(path, visit);
  };
  const onShortcut = (to: Shortcut["to"]) => {
    if (to === "list-search") return focusListSearch();
    if (to === "palette" || to === "shortcuts") {
      if (shown === to) hide();
      else show(to);
      return true;
    }
    if (!mayOpen(reader, to)) return false;
    go(to);
    return true;
  };
  useShortcuts({
    shown,
    onShortcut,
    onModifier: preloadPalette,
    onAhead: (character) => {
      ahead.current += character;
    },
    onGivenUp: hide,
  });
  const wish = { by: opener, onFailure: hide };
  const paletteReady = palette.useReady(shown === "palette", wish);
  const shortcutsReady = shortcuts.useReady(shown === "shortcuts", wish);
  const opening = shown !== null && !paletteReady && !shortcutsReady;
  return (
    <CommandsContext value={{ show, visit }}>
      {children}
      <PendingIndicator pending={underway || opening} />
      {paletteReady && (
        <palette.Form
          reader={reader}
          typedAhead={ahead}
          opener={opener}
          onGo={go}
          onShow={show}
          onHide={hide}
        />
      )}
      {shortcutsReady && (
        <shortcuts.Form
          offered={({ to }) => !to.startsWith("/") || mayOpen(reader, to)}
          opener={opener}
          onHide={hide}
        />
      )}
    </CommandsContext>
  );
}

const mayOpen = ({ groups }: PaletteReader, path: string) =>
  groups.some(({ items }) => items.some(({ href }) => href === path));

/** The focused element; for an entry of a closing menu, the menu's button. */
function focusedNow(): HTMLElement | null {
  const focused = document.activeElement;
  const menu = focused?.closest('[role="menu"]');
  const button = menu && document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  const opener = button ?? focused;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}

function focusListSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("main search input");
  field?.focus();
  field?.select();
  return field !== null;
}
