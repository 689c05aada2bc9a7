"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";

/** Refreshes the page in place: URL, scroll position and open rows are kept. */
export function RefreshButton() {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Button pending={pending} onClick={() => startTransition(() => router.refresh())}>
      {!pending && <RefreshCw aria-hidden />}
      <span className="max-sm:sr-only">Refresh</span>
    </Button>
  );
}
