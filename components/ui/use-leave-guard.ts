import { useEffect, useEffectEvent } from "react";

/** The part of the Navigation API that is used; browsers without it are guarded on reload only. */
type NavigateEvent = Event & {
  navigationType: "push" | "replace" | "reload" | "traverse";
  destination: { key: string };
};
type Navigation = EventTarget & { traverseTo(key: string): unknown };

/**
 * While mounted and active, a reload, a closed tab or another address asks the browser's own
 * question first, and the back and forward buttons call `onStay` instead of leaving, with a way
 * to leave all the same once `active` is false.
 */
export function useLeaveGuard(onStay: (leave: () => void) => void, active = true): void {
  const stay = useEffectEvent(onStay);
  useEffect(() => {
    if (!active) return;
    const navigation = "navigation" in window ? (window.navigation as Navigation) : undefined;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onNavigate = (event: Event) => {
      // The browser says what kind of navigation it is on every event of this name.
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
