import type { ReactNode } from "react";

/** Repeats for screen readers, at a control, the reason that a form shows once at its top. */
export function RepeatedReason({ children }: { children: ReactNode }) {
  return <span className="sr-only">{children}</span>;
}
