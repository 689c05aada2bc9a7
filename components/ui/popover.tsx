"use client";

import type { ComponentProps } from "react";
import { soonCode } from "./late-code.tsx";
import { OverlayProvider, useOverlay, useOverlayCode } from "./overlay.tsx";
import { OverlayTrigger, type OverlayTriggerProps } from "./overlay-trigger.tsx";
import type { PopoverBox } from "./popover-box.tsx";

const code = soonCode(() => import("./popover-box.tsx"));

/** A button with a box of controls. Its code comes when the reader comes near the button. */
export const Popover = OverlayProvider;

export function PopoverTrigger(props: OverlayTriggerProps) {
  return <OverlayTrigger kind="dialog" data-slot="popover-trigger" {...props} />;
}

/** The open box. It stays where it is in the document, so that it belongs to its landmark. */
export function PopoverContent(props: Omit<ComponentProps<typeof PopoverBox>, "overlay">) {
  const overlay = useOverlay();
  const wanted = overlay.near || overlay.open;
  const Box = useOverlayCode(code, overlay)?.PopoverBox;
  return wanted && Box && <Box overlay={overlay} {...props} />;
}
