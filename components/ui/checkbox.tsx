"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { useHydrated } from "./use-hydrated.ts";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & {
  /** Some of its items are selected. */
  mixed?: boolean;
};

/** A checkbox with an enlarged target. */
export function Checkbox({ mixed = false, className, disabled, ...props }: CheckboxProps) {
  const hydrated = useHydrated();
  return (
    <label className={cn("-m-1.5 inline-flex cursor-pointer p-1.5", className)}>
      <input
        type="checkbox"
        data-slot="checkbox"
        {...props}
        ref={(box) => {
          if (box) box.indeterminate = mixed;
        }}
        disabled={disabled || !hydrated}
        className="size-4 accent-accent"
      />
    </label>
  );
}
