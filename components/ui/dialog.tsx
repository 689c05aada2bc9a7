"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import type { DialogRoot } from "./dialog-box.tsx";
import { dialogButtons } from "./dialog-look.ts";
import { latePart, soonCode, useLateCode } from "./late-code.tsx";

export const dialogCode = soonCode(() => import("./dialog-box.tsx"));

/** A dialog, open as soon as its code is there. */
export function Dialog(props: ComponentProps<typeof DialogRoot>) {
  const Root = useLateCode(dialogCode, props.open === true, {
    onFailure: () => props.onOpenChange?.(false),
  })?.DialogRoot;
  return Root && <Root {...props} />;
}

/** The box of a dialog. Its visible title is its accessible name. */
export const DialogContent = latePart(dialogCode, (code) => code.DialogContent);

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="dialog-footer" className={cn(dialogButtons, className)} {...props} />;
}
