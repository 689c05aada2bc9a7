"use client";

import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { cn } from "./cn.ts";
import { useHydrated } from "./use-hydrated.ts";

const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium motion-safe:transition-colors duration-100 aria-disabled:cursor-not-allowed [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary:
          "bg-accent text-on-accent hover:bg-accent-strong aria-disabled:bg-sunken aria-disabled:text-quiet",
        secondary:
          "border border-control bg-surface text-ink hover:bg-sunken aria-disabled:border-line aria-disabled:text-quiet",
        quiet: "text-quiet hover:bg-sunken hover:text-ink aria-disabled:hover:bg-transparent",
        danger:
          "bg-danger text-on-danger hover:bg-danger-strong aria-disabled:bg-sunken aria-disabled:text-quiet",
        "quiet-danger":
          "text-danger hover:bg-danger-soft aria-disabled:text-quiet aria-disabled:hover:bg-transparent",
      },
      size: {
        medium: "h-9 px-3.5 [&_svg]:size-4",
        small: "h-8 px-2.5 [&_svg]:size-4",
        icon: "size-8 [&_svg]:size-4",
      },
    },
    defaultVariants: { variant: "secondary", size: "medium" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Shows that the action runs, and refuses a second one meanwhile. */
    pending?: boolean;
  };

/**
 * A button. Until the page is interactive it is `disabled`, so that no click is lost; whatever
 * refuses it later is said with `aria-disabled`, which keeps it reachable by keyboard.
 */
export function Button({
  className,
  variant,
  size,
  pending = false,
  disabled,
  type = "button",
  onClick,
  children,
  ...props
}: ButtonProps) {
  const hydrated = useHydrated();
  const refused = pending || props["aria-disabled"] === true;
  const guardedClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (refused) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      data-slot="button"
      {...props}
      type={type}
      className={cn(buttonVariants({ variant, size }), className)}
      disabled={disabled || !hydrated}
      aria-disabled={refused || undefined}
      aria-busy={pending || undefined}
      onClick={guardedClick}
    >
      {pending && <LoaderCircle aria-hidden className="motion-safe:animate-spin" />}
      {children}
    </button>
  );
}
