"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { type ButtonLook, buttonVariants } from "./button-variants.ts";
import { useHydrated } from "./use-hydrated.ts";

type ButtonProps = ComponentProps<"button"> &
  ButtonLook & {
    /** Shows that the action is running, and prevents a second one. */
    pending?: boolean;
  };

/**
 * A button. It is `disabled` until hydration, so that no click is lost; later refusals use `aria-
 * disabled`, which keeps it reachable by keyboard.
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
      className={buttonVariants({ variant, size, className })}
      disabled={disabled || !hydrated}
      aria-disabled={refused || undefined}
      aria-busy={pending || undefined}
      onClick={guardedClick}
    >
      {pending && <LoaderCircle aria-hidden className="motion-safe:animate-spin" />}
      <span className="contents">{children}</span>
    </button>
  );
}
