"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { dialogButtons } from "./dialog-classes.ts";
import type { DialogRoot } from "./dialog-content.tsx";
import { idleModule, lazyComponent, useLazyModule } from "./lazy-module.tsx";

export const dialogModule = idleModule(() => import("./dialog-content.tsx"));

/** A dialog that opens once its code is loaded. */
export function Dialog(props: ComponentProps<typeof DialogRoot>) {
  const Root = useLazyModule(dialogModule, props.open === true, {
    onFailure: () => props.onOpenChange?.(false),
  })?.DialogRoot;
  return Root && <Root {...props} />;
}

/** The box of a dialog. Its visible title is its accessible name. */
export const DialogContent = lazyComponent(dialogModule, (code) => code.DialogContent);

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="dialog-footer" className={cn(dialogButtons, className)} {...props} />;
}
