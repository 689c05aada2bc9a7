"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { DAY_SECONDS } from "#lib/contract/durations.ts";
import { STEPS_COOKIE } from "./steps-cookie.ts";

const YEAR_SECONDS = 365 * DAY_SECONDS;

/** Puts the first steps away in this browser. */
export function HideSteps() {
  const router = useRouter();
  const hide = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not there on plain http
    document.cookie = `${STEPS_COOKIE}=hidden; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    router.refresh();
  };
  return (
    <Button variant="quiet" data-testid="hide-first-steps" onClick={hide}>
      Hide
    </Button>
  );
}
