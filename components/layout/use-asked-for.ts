"use client";

import { useQueryState } from "nuqs";
import { useEffect, useEffectEvent } from "react";

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
