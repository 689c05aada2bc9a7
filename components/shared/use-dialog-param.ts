"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useEffect, useEffectEvent } from "react";

const ASKED = { new: parseAsString, replaces: parseAsString };

/**
 * Opens the popup that the address asks for, with the id of what it is to replace if it names one,
 * unless it is refused; the address no longer asks then.
 */
export function useAskedFor(
  open: (replaces: string | null) => void,
  refusal: string | undefined,
): void {
  const [asked, setAsked] = useQueryStates(ASKED);
  const answer = useEffectEvent(() => {
    void setAsked(null);
    if (refusal === undefined) open(asked.replaces);
  });
  useEffect(() => {
    if (asked.new !== null) answer();
  }, [asked.new]);
}
