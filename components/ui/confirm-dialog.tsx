"use client";

import type { ComponentProps } from "react";
import type { ConfirmBox } from "./confirm-box.tsx";
import { soonCode, useLateCode } from "./late-code.tsx";

const code = soonCode(() => import("./confirm-box.tsx"));

/** Asks before something happens. Esc cancels, a click outside does nothing. */
export function ConfirmDialog(props: ComponentProps<typeof ConfirmBox>) {
  const Box = useLateCode(code, props.open, {
    by: props.opener,
    onFailure: props.onCancel,
  })?.ConfirmBox;
  return Box && <Box {...props} />;
}
