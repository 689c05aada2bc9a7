import type { ReactNode } from "react";

/** What is told once above a form, at each control again for those who reach it without seeing that. */
export function ToldAbove({ children }: { children: ReactNode }) {
  return <span className="sr-only">{children}</span>;
}
