import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** The error of a whole form. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <p
      data-slot="form-error"
      role="alert"
      className="flex gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  );
}
