import { useEffect, useEffectEvent } from "react";

/** The part of the Navigation API that is used; browsers without it are guarded on reload only. */
type NavigateEvent = Event & {
  navigationType: "push" | "replace" | "reload" | "traverse";
  destination: { key: string };
};
type Navigation = EventTarget & { traverseTo(key: string): unknown };

/**
 * While active, a reload, a closed tab or another site triggers the browser's confirmation; back
 * and forward call `onStay` instead, with a function that leaves once `active` is false.
 */
export function useLeaveGuard(onStay: (leave: () => void) => void, active = true): void {
  const stay = useEffectEvent(onStay);
  useEffect(() => {
    if (!active) return;
    const navigation = "navigation" in window ? (window.navigation as Navigation) : undefined;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onNavigate = (event: Event) => {
      // Every event of this name contains the kind of navigation.
      const { navigationType, destination } = event as NavigateEvent;
      if (navigationType !== "traverse" || !event.cancelable) return;
      event.preventDefault();
      stay(() => navigation?.traverseTo(destination.key));
    };
    window.addEventListener("beforeunload", onUnload);
    navigation?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      navigation?.removeEventListener("navigate", onNavigate);
    };
  }, [active]);
}
