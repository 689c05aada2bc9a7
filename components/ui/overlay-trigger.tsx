"use client";

import * as Slot from "@radix-ui/react-slot";
import type { ComponentProps, KeyboardEvent, PointerEvent } from "react";
import { type Overlay, useOverlay } from "./overlay-context.tsx";
import { pressedKey } from "./pressed-key.ts";

export type OverlayTriggerProps = ComponentProps<"button"> & {
  /** Makes its only child the trigger. */
  asChild?: boolean;
};

type Kind = "menu" | "dialog";

/**
 * The button that opens a box. It remains the same element while the box's code loads; a press
 * during loading opens the box afterwards.
 */
export function OverlayTrigger({
  kind,
  asChild = false,
  ...props
}: OverlayTriggerProps & { kind: Kind }) {
  const overlay = useOverlay();
  const { open, setOpen, boxId, approach, trigger } = overlay;
  // A press is dropped if the pointer leaves before the content has loaded.
  const giveUp = () => {
    if (open && document.getElementById(boxId) === null) setOpen(false);
  };
  const Element = asChild ? Slot.Root : "button";
  return (
    <Slot.Root
      ref={trigger}
      id={`${boxId}-button`}
      aria-haspopup={kind}
      aria-expanded={open}
      aria-controls={open ? boxId : undefined}
      data-state={open ? "open" : "closed"}
      onPointerEnter={approach}
      onFocus={approach}
      onBlur={giveUp}
      {...PRESSES[kind](overlay)}
    >
      <Element type="button" {...props} />
    </Slot.Root>
  );
}

const PRESSES = { menu: menuPresses, dialog: dialogPresses };

/** A menu opens on pointer down and with the menu keys. */
function menuPresses({ open, setOpen, setByKey }: Overlay) {
  const set = (next: boolean, byKey: boolean) => {
    setByKey(byKey);
    setOpen(next);
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || event.ctrlKey) return;
      set(!open, false);
      // The menu takes the focus.
      if (!open) event.preventDefault();
    },
    onKeyDown: (event: KeyboardEvent) => {
      const key = pressedKey(event);
      if (!["Enter", " ", "ArrowDown"].includes(key)) return;
      event.preventDefault();
      if (!event.repeat) set(key === "ArrowDown" || !open, true);
    },
  };
}

function dialogPresses({ open, setOpen }: Overlay) {
  return { onClick: () => setOpen(!open) };
}
