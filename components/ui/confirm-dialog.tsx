"use client";

import type { ComponentProps } from "react";
import type { ConfirmContent } from "./confirm-content.tsx";
import { idleModule, useLazyModule } from "./lazy-module.tsx";

const code = idleModule(() => import("./confirm-content.tsx"));

/** A confirmation. Esc cancels, a click outside does nothing. */
export function ConfirmDialog(props: ComponentProps<typeof ConfirmContent>) {
  const Box = useLazyModule(code, props.open, {
    by: props.opener,
    onFailure: props.onCancel,
  })?.ConfirmContent;
  return Box && <Box {...props} />;
}
