"use client";

import type { ComponentProps } from "react";
import { idleModule, type LazyModule } from "./lazy-module.tsx";
import { OverlayProvider, useOverlay, useOverlayModule } from "./overlay-context.tsx";
import { OverlayTrigger, type OverlayTriggerProps } from "./overlay-trigger.tsx";
import type { PopoverBody } from "./popover-content.tsx";

const code = idleModule(() => import("./popover-content.tsx"));

/** In place of a module, for a box whose controls are part of the page's code. */
const NOTHING: LazyModule<unknown> = {
  load: async () => {},
  get: () => true,
  subscribe: () => () => {},
};

/** A button with a box of controls, whose code loads on hover or focus of the button. */
export const Popover = OverlayProvider;

export function PopoverTrigger(props: OverlayTriggerProps) {
  return <OverlayTrigger kind="dialog" data-slot="popover-trigger" {...props} />;
}

type PopoverContentProps = Omit<ComponentProps<typeof PopoverBody>, "overlay"> & {
  /** The code of its controls, without which it does not open. */
  needs?: LazyModule<unknown>;
};

/** The open box, kept in place in the document, so that it belongs to its landmark. */
export function PopoverContent({ needs = NOTHING, ...props }: PopoverContentProps) {
  const overlay = useOverlay();
  const wanted = overlay.near || overlay.open;
  const Box = useOverlayModule(code, overlay)?.PopoverBody;
  const isFilled = useOverlayModule(needs, overlay) !== null;
  return wanted && isFilled && Box && <Box overlay={overlay} {...props} />;
}
