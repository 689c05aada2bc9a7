import { cva } from "class-variance-authority";

/** The style of a button, also for links beside buttons. */
export const buttonVariants = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium motion-safe:transition-colors motion-safe:duration-100 aria-disabled:cursor-not-allowed [&_svg]:shrink-0",
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
        icon: "size-8 pointer-coarse:after:absolute pointer-coarse:after:inset-x-0 pointer-coarse:after:-inset-y-1.5 [&_svg]:size-4",
      },
    },
    defaultVariants: { variant: "secondary", size: "medium" },
  },
);
