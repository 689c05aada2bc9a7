"use client";

import * as MenuPrimitive from "@radix-ui/react-dropdown-menu";
import { Check } from "lucide-react";
import type { ComponentProps, FocusEvent } from "react";
import { cn } from "./cn.ts";
import { AnchorRef, type Overlay } from "./overlay-context.tsx";

const entry =
  "flex select-none items-center gap-2 rounded-sm px-2 outline-none data-disabled:cursor-not-allowed data-disabled:text-quiet [&_svg]:size-4 [&_svg]:shrink-0";
const oneLine = "h-8 pointer-coarse:h-11 cursor-pointer";
const severalLines = "max-w-64 cursor-not-allowed flex-wrap gap-y-0.5 py-1.5 text-quiet";

type MenuContentProps = ComponentProps<typeof MenuPrimitive.Content> & { overlay: Overlay };

/**
 * The content of a menu. Not modal, so that no layer remains over the page when an entry opens a
 * dialog.
 */
export function MenuContent({ overlay, className, children, ...props }: MenuContentProps) {
  const { open, setOpen, trigger, boxId } = overlay;
  return (
    <MenuPrimitive.Root modal={false} open={open} onOpenChange={setOpen}>
      <MenuPrimitive.Trigger asChild>
        <AnchorRef element={trigger} />
      </MenuPrimitive.Trigger>
      <MenuPrimitive.Content
        data-slot="menu"
        id={boxId}
        aria-labelledby={trigger.current?.id}
        align="end"
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          "z-50 min-w-44 rounded-md border bg-surface p-1 text-left text-ink shadow-pop",
          className,
        )}
        onFocus={toFirstEntry(overlay)}
        {...props}
      >
        {children}
      </MenuPrimitive.Content>
    </MenuPrimitive.Root>
  );
}

/** Focuses the first entry if a key opened the menu, also before its code was loaded. */
function toFirstEntry({ byKey, setByKey }: Overlay) {
  return ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
    if (!byKey || target !== currentTarget) return;
    setByKey(false);
    currentTarget.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
  };
}

type MenuItemProps = ComponentProps<typeof MenuPrimitive.Item> & {
  tone?: "plain" | "danger";
  /** Why the entry is refused. It stays reachable to read the reason. */
  refusal?: string | undefined;
};

export function MenuItem({
  className,
  tone = "plain",
  refusal,
  onSelect,
  children,
  ...props
}: MenuItemProps) {
  const refused = refusal !== undefined;
  return (
    <MenuPrimitive.Item
      data-slot="menu-item"
      aria-disabled={refused || undefined}
      className={cn(
        entry,
        refused ? severalLines : oneLine,
        tone === "danger" && !refused
          ? "text-danger data-highlighted:bg-danger-soft"
          : "data-highlighted:bg-sunken",
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
          <span className="contents">{children}</span>
          <span className="w-full text-xs">{refusal}</span>
        </>
      ) : (
        // Separate, so that `asChild` gets a single element.
        children
      )}
    </MenuPrimitive.Item>
  );
}

export function MenuRadioGroup(props: ComponentProps<typeof MenuPrimitive.RadioGroup>) {
  return <MenuPrimitive.RadioGroup data-slot="menu-radio-group" {...props} />;
}

export function MenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof MenuPrimitive.RadioItem>) {
  return (
    <MenuPrimitive.RadioItem
      data-slot="menu-radio-item"
      className={cn(entry, oneLine, "pr-8 data-highlighted:bg-sunken", className)}
      {...props}
    >
      <span className="contents">{children}</span>
      <MenuPrimitive.ItemIndicator className="absolute right-3">
        <Check aria-hidden className="text-accent" />
      </MenuPrimitive.ItemIndicator>
    </MenuPrimitive.RadioItem>
  );
}

type MenuExplainedItemProps = ComponentProps<typeof MenuPrimitive.RadioItem> & {
  label: string;
  explanation: string;
  /** Why it cannot be selected. It stays reachable to read the reason. */
  refusal?: string | undefined;
};

/** An option with an explanation. */
export function MenuExplainedItem({
  label,
  explanation,
  refusal,
  ...props
}: MenuExplainedItemProps) {
  const refused = refusal !== undefined;
  return (
    <MenuPrimitive.RadioItem
      textValue={label}
      aria-disabled={refused || undefined}
      onSelect={(event) => refused && event.preventDefault()}
      className={cn(
        "relative block select-none rounded-sm py-1.5 pr-2 pl-8 outline-none data-highlighted:bg-sunken",
        refused ? "cursor-not-allowed text-quiet" : "cursor-pointer",
      )}
      {...props}
    >
      <MenuPrimitive.ItemIndicator className="absolute top-2 left-2">
        <Check aria-hidden className="size-4 text-accent" />
      </MenuPrimitive.ItemIndicator>
      <div>{label}</div>
      <div className="text-quiet text-xs">{refusal ?? explanation}</div>
    </MenuPrimitive.RadioItem>
  );
}

export function MenuLabel({ className, ...props }: ComponentProps<typeof MenuPrimitive.Label>) {
  return (
    <MenuPrimitive.Label
      data-slot="menu-label"
      className={cn("px-2 py-1.5 text-quiet text-xs", className)}
      {...props}
    />
  );
}

export function MenuSeparator(props: ComponentProps<typeof MenuPrimitive.Separator>) {
  return <MenuPrimitive.Separator className="-mx-1 my-1 h-px bg-line" {...props} />;
}
