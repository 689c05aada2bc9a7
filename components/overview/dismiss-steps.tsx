"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { DAY_SECONDS } from "#lib/contract/durations.ts";
import { STEPS_COOKIE } from "./steps-cookie.ts";

const YEAR_SECONDS = 365 * DAY_SECONDS;

/** Hides the first steps in this browser. */
export function DismissSteps() {
  const router = useRouter();
  const hide = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https
    document.cookie = `${STEPS_COOKIE}=hidden; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    router.refresh();
  };
  return (
    <Button variant="quiet" data-testid="hide-first-steps" onClick={hide}>
      Dismiss
    </Button>
  );
}
