"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as SelectPrimitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { useHydrated } from "./use-hydrated.ts";

export function Select(props: ComponentProps<typeof SelectPrimitive.Root>) {
  return <SelectPrimitive.Root {...props} />;
}

export function SelectTrigger({
  className,
  children,
  ...props
}: ComponentProps<typeof SelectPrimitive.Trigger>) {
  const hydrated = useHydrated();
  return (
    <SelectPrimitive.Trigger
      data-slot="select-trigger"
      {...props}
      disabled={!hydrated}
      className={cn(
        "flex h-9 w-full items-center justify-between gap-2 rounded-md border border-control bg-surface px-3 text-left hover:bg-sunken focus-visible:border-accent focus-visible:outline-offset-0",
        className,
      )}
    >
      {children}
      <SelectPrimitive.Icon asChild>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-quiet" />
      </SelectPrimitive.Icon>
    </SelectPrimitive.Trigger>
  );
}

/** The open list. It stays where it is in the document, so that it belongs to its landmark or dialog. */
export function SelectContent({
  className,
  children,
  ...props
}: ComponentProps<typeof SelectPrimitive.Content>) {
  return (
    <SelectPrimitive.Content
      data-slot="select-content"
      position="popper"
      sideOffset={4}
      collisionPadding={8}
      className={cn(
        "z-50 max-h-(--radix-select-content-available-height) w-(--radix-select-trigger-width) overflow-hidden rounded-md border bg-surface shadow-pop",
        className,
      )}
      {...props}
    >
      <SelectPrimitive.Viewport className="p-1">{children}</SelectPrimitive.Viewport>
    </SelectPrimitive.Content>
  );
}

type SelectItemProps = ComponentProps<typeof SelectPrimitive.Item> & {
  /** The choice itself, alone in its element. */
  label: string;
  explanation?: ReactNode;
};

export function SelectItem({ label, explanation, className, ...props }: SelectItemProps) {
  return (
    <SelectPrimitive.Item
      data-slot="select-item"
      className={cn(
        "relative cursor-pointer select-none rounded-sm py-1.5 pr-2 pl-8 outline-none data-disabled:cursor-not-allowed data-highlighted:bg-sunken data-disabled:text-quiet",
        className,
      )}
      {...props}
      // The explanation is part of the name, not only the label, which is the default.
      aria-labelledby={undefined}
    >
      <SelectPrimitive.ItemIndicator className="absolute top-2 left-2">
        <Check aria-hidden className="size-4 text-accent" />
      </SelectPrimitive.ItemIndicator>
      <SelectPrimitive.ItemText>{label}</SelectPrimitive.ItemText>
      {explanation && <div className="text-quiet text-xs">{explanation}</div>}
    </SelectPrimitive.Item>
  );
}

export function SelectValue(props: ComponentProps<typeof SelectPrimitive.Value>) {
  return <SelectPrimitive.Value data-slot="select-value" {...props} />;
}
