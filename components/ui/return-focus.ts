import type { RefObject } from "react";

/** Focuses the element that opened a closing dialog or, if it is gone, the main content. */
export function returnFocus(event: Event, opener: RefObject<HTMLElement | null>): void {
  event.preventDefault();
  const target = opener.current?.isConnected ? opener.current : document.getElementById("main");
  target?.focus({ preventScroll: true });
}
