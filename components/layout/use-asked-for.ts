import { useQueryState } from "nuqs";
import { useEffect, useEffectEvent } from "react";

/** What an address has at its end to open the popup of the page's main action. */
export const ASKING = "?new=1";

/** Opens the popup that the address asks for, unless it is refused; the address no longer asks then. */
export function useAskedFor(open: () => void, refusal: string | undefined): void {
  const [asked, setAsked] = useQueryState("new");
  const answer = useEffectEvent(() => {
    void setAsked(null);
    if (refusal === undefined) open();
  });
  useEffect(() => {
    if (asked !== null) answer();
  }, [asked]);
}
