"use client";

import type { ComponentProps } from "react";
import { latePart, soonCode } from "./late-code.tsx";
import type { MenuBox } from "./menu-box.tsx";
import { OverlayProvider, useOverlay, useOverlayCode } from "./overlay.tsx";
import { OverlayTrigger, type OverlayTriggerProps } from "./overlay-trigger.tsx";

const code = soonCode(() => import("./menu-box.tsx"));

/** A menu. Its code comes when the reader comes near its button. */
export const DropdownMenu = OverlayProvider;

export function DropdownMenuTrigger(props: OverlayTriggerProps) {
  return <OverlayTrigger kind="menu" data-slot="menu-trigger" {...props} />;
}

/** The open menu. It stays where it is in the document, so that it belongs to its landmark. */
export function DropdownMenuContent(props: Omit<ComponentProps<typeof MenuBox>, "overlay">) {
  const overlay = useOverlay();
  const wanted = overlay.near || overlay.open;
  const Box = useOverlayCode(code, overlay)?.MenuBox;
  return wanted && Box && <Box overlay={overlay} {...props} />;
}

export const DropdownMenuItem = latePart(code, ({ MenuItem }) => MenuItem);
export const DropdownMenuRadioGroup = latePart(code, ({ MenuRadioGroup }) => MenuRadioGroup);
export const DropdownMenuRadioItem = latePart(code, ({ MenuRadioItem }) => MenuRadioItem);
export const DropdownMenuExplainedItem = latePart(
  code,
  ({ MenuExplainedItem }) => MenuExplainedItem,
);
export const DropdownMenuLabel = latePart(code, ({ MenuLabel }) => MenuLabel);
export const DropdownMenuSeparator = latePart(code, ({ MenuSeparator }) => MenuSeparator);
