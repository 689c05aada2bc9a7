"use client";

import { LoaderCircle } from "lucide-react";
import { useEffect, useState } from "react";

const SLOW_MS = 300;

/** An overlay that shows that the next page is loading, without moving the page. */
export function PendingIndicator({ pending }: { pending: boolean }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [pending]);
  return (
    <div
      aria-live="polite"
      data-testid="page-underway"
      className="pointer-events-none fixed inset-x-0 top-16 z-30 flex justify-center"
    >
      {slow && (
        <p className="flex items-center gap-2 rounded-full border bg-surface px-3 py-1 text-quiet text-xs shadow-pop">
          <LoaderCircle aria-hidden className="size-3.5 motion-safe:animate-spin" />
          Loading…
        </p>
      )}
    </div>
  );
}
