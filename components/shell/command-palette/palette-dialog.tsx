"use client";

import * as Dialog from "@radix-ui/react-dialog";
import type { RefObject } from "react";
import { dialogOverlay } from "#components/ui/dialog-classes.ts";
import { returnFocus } from "#components/ui/return-focus.ts";
import { Palette } from "./palette.tsx";
import type { PaletteReader } from "./reader.ts";

type PaletteDialogProps = {
  reader: PaletteReader;
  /** Text typed before the dialog was loaded. */
  typedAhead: RefObject<string>;
  opener: RefObject<HTMLElement | null>;
  onGo: (path: string) => void;
  onShow: (overlay: "shortcuts") => void;
  onHide: () => void;
};

/**
 * The dialog of the palette, aligned to the top so that the field does not move while the list
 * changes.
 */
export function PaletteDialog({ opener, onHide, ...palette }: PaletteDialogProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onHide()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialogOverlay} />
        <Dialog.Content
          aria-describedby={undefined}
          data-testid="command-palette"
          onCloseAutoFocus={(event) => returnFocus(event, opener)}
          className="fixed inset-x-0 top-[min(12dvh,6rem)] z-40 mx-auto flex max-h-[min(36rem,84dvh)] w-[calc(100vw-1rem)] max-w-xl motion-safe:animate-rise flex-col overflow-hidden rounded-lg border bg-surface shadow-pop focus:outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Palette {...palette} onHide={onHide} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
