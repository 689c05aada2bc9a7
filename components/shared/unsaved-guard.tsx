"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { useLeaveGuard } from "#components/ui/use-leave-guard.ts";

type UnsavedGuardProps = {
  /** Whether there are unsaved changes. */
  unsaved: boolean;
  /** Focused again if the user stays. */
  opener: RefObject<HTMLElement | null>;
};

/** Asks before a link, the back button or a reload discards unsaved changes. */
export function UnsavedGuard({ unsaved, opener }: UnsavedGuardProps) {
  const router = useRouter();
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const [leaving, setLeaving] = useState(false);
  const guarding = unsaved && !leaving;
  const ask = (way: () => void) => setLeave(() => way);
  useLeaveGuard(ask, guarding);
  useLinkGuard((href) => ask(() => router.push(href)), guarding);
  // Only after the guard is off, so that it does not ask again.
  useEffect(() => {
    if (leaving) leave?.();
  }, [leaving, leave]);
  return (
    <ConfirmDialog
      open={leave !== null && !leaving}
      title="Discard unsaved changes?"
      action="Discard changes"
      pending={false}
      opener={opener}
      onConfirm={() => setLeaving(true)}
      onCancel={() => setLeave(null)}
    >
      <p>Your changes on this page are not saved.</p>
    </ConfirmDialog>
  );
}

function useLinkGuard(onLink: (href: string) => void, active: boolean): void {
  const hold = useEffectEvent(onLink);
  useEffect(() => {
    if (!active) return;
    const onClick = (event: MouseEvent) => {
      const href = hrefOf(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      hold(href);
    };
    // Before the link's own handler, which would navigate.
    window.addEventListener("click", onClick, { capture: true });
    return () => window.removeEventListener("click", onClick, { capture: true });
  }, [active]);
}

/** The target of a click in this site and tab, or null if it stays on this page. */
function hrefOf(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return null;
  }
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank") return null;
  const { origin, pathname, search } = new URL(link.href);
  const here = window.location;
  if (origin !== here.origin) return null;
  return pathname === here.pathname && search === here.search ? null : link.href;
}
