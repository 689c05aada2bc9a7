/** The performance mark after which requests were not needed to render the page. */
export const IDLE_MARK = "at-rest";

const FALLBACK_MS = 1000;

/** Calls back in the browser once the page has loaded and is idle; never on the server. */
export function whenIdle(then: () => void): void {
  if (typeof window === "undefined") return;
  const rest = () => {
    performance.mark(IDLE_MARK);
    then();
  };
  const wait = () => {
    // Safari has none.
    if ("requestIdleCallback" in window) requestIdleCallback(rest);
    else setTimeout(rest, FALLBACK_MS);
  };
  if (document.readyState === "complete") wait();
  else addEventListener("load", wait, { once: true });
}
