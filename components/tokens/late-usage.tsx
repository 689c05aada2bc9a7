"use client";

import type { ReactNode } from "react";
import type { lazyForm } from "#components/shared/lazy-form.ts";
import { PendingUsage } from "./pending-usage.tsx";

type LateUsageProps = {
  form: Pick<ReturnType<typeof lazyForm>, "useOptional">;
  children: ReactNode;
};

/** The use of tokens in a confirmation, which works without it too. */
export function LateUsage({ form, children }: LateUsageProps) {
  const state = form.useOptional(true);
  if (state === "pending") return <PendingUsage />;
  if (state === "failed") return <p>What uses them could not be looked up.</p>;
  return children;
}
