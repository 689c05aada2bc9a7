"use client";

import type { ReactNode } from "react";
import { useHydrated } from "./use-hydrated.ts";

type WhenHydratedProps = {
  /** Classes of the element that reserves the room of the controls where it is not reserved. */
  room?: string;
  children: ReactNode;
};

/**
 * Controls that need JavaScript and that a page repeats: mounted after hydration. They would be half
 * of the HTML of a list.
 */
export function WhenHydrated({ room, children }: WhenHydratedProps) {
  if (useHydrated()) return children;
  return room && <span className={room} />;
}
