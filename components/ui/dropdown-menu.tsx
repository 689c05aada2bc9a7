"use client";

import type { ComponentProps } from "react";
import { idleModule, lazyComponent } from "./lazy-module.tsx";
import type { MenuContent } from "./menu-content.tsx";
import { OverlayProvider, useOverlay, useOverlayModule } from "./overlay-context.tsx";
import { OverlayTrigger, type OverlayTriggerProps } from "./overlay-trigger.tsx";

const code = idleModule(() => import("./menu-content.tsx"));

/** A menu whose code loads on hover or focus of its button. */
export const DropdownMenu = OverlayProvider;

export function DropdownMenuTrigger(props: OverlayTriggerProps) {
  return <OverlayTrigger kind="menu" data-slot="menu-trigger" {...props} />;
}

/** The open menu, kept in place in the document, so that it belongs to its landmark. */
export function DropdownMenuContent(props: Omit<ComponentProps<typeof MenuContent>, "overlay">) {
  const overlay = useOverlay();
  const wanted = overlay.near || overlay.open;
  const Box = useOverlayModule(code, overlay)?.MenuContent;
  return wanted && Box && <Box overlay={overlay} {...props} />;
}

export const DropdownMenuItem = lazyComponent(code, ({ MenuItem }) => MenuItem);
export const DropdownMenuRadioGroup = lazyComponent(code, ({ MenuRadioGroup }) => MenuRadioGroup);
export const DropdownMenuRadioItem = lazyComponent(code, ({ MenuRadioItem }) => MenuRadioItem);
export const DropdownMenuGuardedItem = lazyComponent(
  code,
  ({ MenuExplainedItem }) => MenuExplainedItem,
);
export const DropdownMenuLabel = lazyComponent(code, ({ MenuLabel }) => MenuLabel);
export const DropdownMenuSeparator = lazyComponent(code, ({ MenuSeparator }) => MenuSeparator);
