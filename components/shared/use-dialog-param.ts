"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useEffect, useEffectEvent } from "react";

const DIALOG_PARAMS = { new: parseAsString, replaces: parseAsString };

/**
 * Opens the popup that the address's parameter `new` asks for, unless it is refused, with the id in
 * `replaces` if there is one; both are taken out of the address.
 */
export function useDialogParam(
  open: (replaces: string | null) => void,
  refusal: string | undefined,
): void {
  const [asked, setAsked] = useQueryStates(DIALOG_PARAMS);
  const answer = useEffectEvent(() => {
    void setAsked(null);
    if (refusal === undefined) open(asked.replaces);
  });
  useEffect(() => {
    if (asked.new !== null) answer();
  }, [asked.new]);
}
