import { useEffect, useEffectEvent } from "react";

/** The part of the Navigation API that is used; browsers without it are guarded on reload only. */
type NavigateEvent = Event & { navigationType: "push" | "replace" | "reload" | "traverse" };

/**
 * While mounted, a reload, a closed tab or another address asks the browser's own question first,
 * and the back and forward buttons call `onStay` instead of leaving.
 */
export function useLeaveGuard(onStay: () => void): void {
  const stay = useEffectEvent(onStay);
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onNavigate = (event: Event) => {
      // The browser says what kind of navigation it is on every event of this name.
      if ((event as NavigateEvent).navigationType !== "traverse" || !event.cancelable) return;
      event.preventDefault();
      stay();
    };
    const navigation = "navigation" in window ? window.navigation : undefined;
    const target = navigation instanceof EventTarget ? navigation : undefined;
    window.addEventListener("beforeunload", onUnload);
    target?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      target?.removeEventListener("navigate", onNavigate);
    };
  }, []);
}
