"use client";

import { type ComponentProps, useSyncExternalStore } from "react";
import { ClockProvider } from "./clock.tsx";
import { lazyModule, useNearModule } from "./lazy-module.tsx";
import type { ShownOnce, ShownOnceDialog } from "./shown-once-dialog.tsx";

/** The popup's code. Load it before creating the secret, which cannot be shown again. */
export const shownOnceModule = lazyModule(async () => {
  const [box, { dialogModule }] = await Promise.all([
    import("./shown-once-dialog.tsx"),
    import("./dialog.tsx"),
  ]);
  await dialogModule.load();
  return box;
});

type Showing = Omit<ComponentProps<typeof ShownOnceDialog>, "shown"> & { shown: ShownOnce };

let showing: Showing | null = null;
const listeners = new Set<() => void>();

function set(next: Showing | null): void {
  showing = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows a secret that is not stored anywhere, until the user closes the popup. */
export function showOnce(next: Showing): void {
  set({
    ...next,
    onClose: () => {
      set(null);
      next.onClose();
    },
  });
}

/** The container of that popup: outside the pages, so that it remains if a page fails. */
export function ShownOnceHost() {
  const now = useSyncExternalStore(
    subscribe,
    () => showing,
    () => null,
  );
  const Popup = useNearModule(shownOnceModule, now !== null)?.ShownOnceDialog;
  if (now === null || !Popup) return null;
  return (
    <ClockProvider renderedAt={Date.now()}>
      <Popup {...now} />
    </ClockProvider>
  );
}
