"use client";

import * as SwitchPrimitive from "@radix-ui/react-switch";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { useHydrated } from "./use-hydrated.ts";

type SwitchProps = Omit<ComponentProps<typeof SwitchPrimitive.Root>, "onCheckedChange"> & {
  onCheckedChange: (checked: boolean) => void;
};

/** A switch. With `aria-disabled` it stays reachable and does nothing. */
export function Switch({ className, onCheckedChange, disabled, ...props }: SwitchProps) {
  const hydrated = useHydrated();
  return (
    <SwitchPrimitive.Root
      data-slot="switch"
      disabled={disabled || !hydrated}
      className={cn(
        "inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-control bg-sunken p-0.5 motion-safe:duration-100 aria-disabled:cursor-not-allowed aria-disabled:border-line data-[state=checked]:border-accent data-[state=checked]:bg-accent motion-safe:transition-colors",
        className,
      )}
      {...props}
      onCheckedChange={(checked) => props["aria-disabled"] !== true && onCheckedChange(checked)}
    >
      <SwitchPrimitive.Thumb className="block size-3.5 rounded-full bg-control motion-safe:duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent motion-safe:transition-transform" />
    </SwitchPrimitive.Root>
  );
}
