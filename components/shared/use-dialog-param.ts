"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useEffectEvent } from "react";

/**
 * Opens the popup that the query parameter `new` asks for, unless it is refused, and removes it from
 * the URL.
 */
export function useDialogParam(open: () => void, refusal: string | undefined): void {
  const [asked, setAsked] = useQueryState("new", parseAsString);
  const answer = useEffectEvent(() => {
    void setAsked(null);
    if (refusal === undefined) open();
  });
  useEffect(() => {
    if (asked !== null) answer();
  }, [asked]);
}
