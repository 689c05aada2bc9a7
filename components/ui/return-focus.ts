import type { RefObject } from "react";

/** Focuses what opened a closing dialog or, if it is gone by now, the page's main part. */
export function returnFocus(event: Event, opener: RefObject<HTMLElement | null>): void {
  event.preventDefault();
  const target = opener.current?.isConnected ? opener.current : document.getElementById("main");
  target?.focus({ preventScroll: true });
}
