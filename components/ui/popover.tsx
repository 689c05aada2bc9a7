"use client";

import type { ComponentProps } from "react";
import { idleModule } from "./lazy-module.tsx";
import { OverlayProvider, useOverlay, useOverlayModule } from "./overlay-context.tsx";
import { OverlayTrigger, type OverlayTriggerProps } from "./overlay-trigger.tsx";
import type { PopoverBody } from "./popover-content.tsx";

const code = idleModule(() => import("./popover-content.tsx"));

/** A button with a box of controls, whose code loads on hover or focus of the button. */
export const Popover = OverlayProvider;

export function PopoverTrigger(props: OverlayTriggerProps) {
  return <OverlayTrigger kind="dialog" data-slot="popover-trigger" {...props} />;
}

/** The open box, kept in place in the document, so that it belongs to its landmark. */
export function PopoverContent(props: Omit<ComponentProps<typeof PopoverBody>, "overlay">) {
  const overlay = useOverlay();
  const wanted = overlay.near || overlay.open;
  const Box = useOverlayModule(code, overlay)?.PopoverBody;
  return wanted && Box && <Box overlay={overlay} {...props} />;
}
