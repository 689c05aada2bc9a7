/** Marks in the page's timeline that what is fetched from here on was not needed to show it. */
export const AT_REST = "at-rest";

const LONGEST_MS = 1000;

/** Calls back in the browser once the page has loaded and has nothing to do; never on the server. */
export function whenAtRest(then: () => void): void {
  if (typeof window === "undefined") return;
  const rest = () => {
    performance.mark(AT_REST);
    then();
  };
  const wait = () => {
    // Safari has none.
    if ("requestIdleCallback" in window) requestIdleCallback(rest);
    else setTimeout(rest, LONGEST_MS);
  };
  if (document.readyState === "complete") wait();
  else addEventListener("load", wait, { once: true });
}
