import { cn } from "./cn.ts";

export type ButtonLook = {
  variant?: "primary" | "secondary" | "quiet" | "danger" | "quiet-danger" | undefined;
  size?: "medium" | "small" | "icon" | undefined;
  className?: string | undefined;
};

/** The classes of a button, also for links beside buttons. Their style is in `button.css`. */
export const buttonVariants = ({
  variant = "secondary",
  size = "medium",
  className,
}: ButtonLook = {}): string => cn("button", `button-${variant}`, `button-${size}`, className);
