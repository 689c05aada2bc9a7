import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const dotVariants = cva("size-2 shrink-0 rounded-full", {
  variants: {
    tone: {
      good: "bg-accent",
      soon: "bg-soon-mark",
      bad: "bg-danger",
      idle: "border border-control",
    },
  },
});

type StatusProps = ComponentProps<"span"> & {
  tone: NonNullable<VariantProps<typeof dotVariants>["tone"]>;
};

/** A state as text with a decorative dot. */
export function Status({ tone, className, children, ...props }: StatusProps) {
  return (
    <span
      data-slot="status"
      className={cn("flex items-center gap-2 whitespace-nowrap", className)}
      {...props}
    >
      <span aria-hidden className={dotVariants({ tone })} />
      <span className={tone === "soon" ? "text-soon" : tone === "bad" ? "text-danger" : ""}>
        {children}
      </span>
    </span>
  );
}
