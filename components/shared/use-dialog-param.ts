"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useEffect, useEffectEvent } from "react";

const DIALOG_PARAMS = { new: parseAsString, rotate: parseAsString };

/**
 * Opens the popup that the query parameter `new` asks for, unless it is refused, with the ID in
 * `rotate` if there is one; removes both from the URL.
 */
export function useDialogParam(
  open: (rotate: string | null) => void,
  refusal: string | undefined,
): void {
  const [asked, setAsked] = useQueryStates(DIALOG_PARAMS);
  const answer = useEffectEvent(() => {
    void setAsked(null);
    if (refusal === undefined) open(asked.rotate);
  });
  useEffect(() => {
    if (asked.new !== null) answer();
  }, [asked.new]);
}
