"use client";

import type { ReactNode } from "react";
import type { lazyForm } from "#components/shared/lazy-form.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";

type UsageBoundaryProps = {
  form: Pick<ReturnType<typeof lazyForm>, "useOptional">;
  children: ReactNode;
};

/** Shows token usage once its module is loaded; the dialog works without it. */
export function UsageBoundary({ form, children }: UsageBoundaryProps) {
  const state = form.useOptional(true);
  if (state === "pending") return <PendingUsage />;
  if (state === "failed") return <p>Could not load usage.</p>;
  return children;
}

/** The placeholder of a token's usage. */
export function PendingUsage() {
  return (
    <span className="block py-0.5">
      <span className="sr-only">Loading usage…</span>
      <Skeleton className="w-4/5" />
    </span>
  );
}
