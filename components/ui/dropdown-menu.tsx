"use client";

import { Check } from "lucide-react";
import { DropdownMenu as MenuPrimitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const entry =
  "flex h-8 cursor-pointer select-none items-center gap-2 rounded-sm px-2 outline-none data-disabled:cursor-not-allowed data-highlighted:bg-sunken data-disabled:text-quiet [&_svg]:size-4 [&_svg]:shrink-0";

/** A menu. Not modal, so that no layer is left over the page when an entry opens a dialog. */
export function DropdownMenu(props: ComponentProps<typeof MenuPrimitive.Root>) {
  return <MenuPrimitive.Root modal={false} {...props} />;
}

export function DropdownMenuTrigger(props: ComponentProps<typeof MenuPrimitive.Trigger>) {
  return <MenuPrimitive.Trigger data-slot="menu-trigger" {...props} />;
}

/** The open menu. It stays where it is in the document, so that it belongs to its landmark. */
export function DropdownMenuContent({
  className,
  ...props
}: ComponentProps<typeof MenuPrimitive.Content>) {
  return (
    <MenuPrimitive.Content
      data-slot="menu"
      align="end"
      sideOffset={4}
      collisionPadding={8}
      className={cn(
        "z-50 min-w-44 rounded-md border bg-surface p-1 text-left text-ink shadow-pop",
        className,
      )}
      {...props}
    />
  );
}

type DropdownMenuItemProps = ComponentProps<typeof MenuPrimitive.Item> & {
  tone?: "plain" | "danger";
  /** Why the entry is refused. It stays reachable, so that the reason can be read. */
  refusal?: string | undefined;
};

export function DropdownMenuItem({
  className,
  tone = "plain",
  refusal,
  onSelect,
  children,
  ...props
}: DropdownMenuItemProps) {
  const refused = refusal !== undefined;
  return (
    <MenuPrimitive.Item
      data-slot="menu-item"
      aria-disabled={refused || undefined}
      className={cn(
        entry,
        tone === "danger" && !refused && "text-danger data-highlighted:bg-danger-soft",
        refused && "h-auto max-w-64 cursor-not-allowed flex-wrap gap-y-0.5 py-1.5 text-quiet",
        className,
      )}
      {...props}
      onSelect={(event) => {
        if (refused) event.preventDefault();
        else onSelect?.(event);
      }}
    >
      {refused ? (
        <>
          {children}
          <span className="w-full text-xs">{refusal}</span>
        </>
      ) : (
        // Alone, so that `asChild` finds one element.
        children
      )}
    </MenuPrimitive.Item>
  );
}

export function DropdownMenuRadioGroup(props: ComponentProps<typeof MenuPrimitive.RadioGroup>) {
  return <MenuPrimitive.RadioGroup data-slot="menu-radio-group" {...props} />;
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof MenuPrimitive.RadioItem>) {
  return (
    <MenuPrimitive.RadioItem
      data-slot="menu-radio-item"
      className={cn(entry, "pr-8", className)}
      {...props}
    >
      {children}
      <MenuPrimitive.ItemIndicator className="absolute right-3">
        <Check aria-hidden className="text-accent" />
      </MenuPrimitive.ItemIndicator>
    </MenuPrimitive.RadioItem>
  );
}

export function DropdownMenuLabel({
  className,
  ...props
}: ComponentProps<typeof MenuPrimitive.Label>) {
  return (
    <MenuPrimitive.Label
      data-slot="menu-label"
      className={cn("px-2 py-1.5 text-quiet text-xs", className)}
      {...props}
    />
  );
}

export function DropdownMenuSeparator(props: ComponentProps<typeof MenuPrimitive.Separator>) {
  return <MenuPrimitive.Separator className="-mx-1 my-1 h-px bg-line" {...props} />;
}
