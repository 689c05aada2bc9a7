"use client";

import type { ReactNode } from "react";
import type { lazyForm } from "#components/shared/lazy-form.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";

type UsageBoundaryProps = {
  form: Pick<ReturnType<typeof lazyForm>, "useOptional">;
  children: ReactNode;
};

/** Shows the use of tokens once its module is loaded; without it, the dialog works all the same. */
export function UsageBoundary({ form, children }: UsageBoundaryProps) {
  const state = form.useOptional(true);
  if (state === "pending") return <PendingUsage />;
  if (state === "failed") return <p>What uses them could not be looked up.</p>;
  return children;
}

/** The place of a token's use while it is looked up. */
export function PendingUsage() {
  return (
    <span className="block py-0.5">
      <span className="sr-only">Looking up how it is used.</span>
      <Skeleton className="w-4/5" />
    </span>
  );
}
