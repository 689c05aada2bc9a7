"use client";

import { useSyncExternalStore } from "react";
import { idleModule, lazyComponent, preload, useOptionalModule } from "./lazy-module.tsx";
import { enqueueToast, lastWaiting, subscribeToWaiting, type Toast } from "./toast-queue.ts";

const code = idleModule(() => import("./toast-list.tsx"));
const Box = lazyComponent(code, ({ ToastList }) => ToastList);
const nothing = () => null;

/**
 * The container of notifications, above everything else; loaded when the page is idle or at the
 * first one. If its code does not load, the last notification is shown without it.
 */
export function Toaster() {
  const waiting = useSyncExternalStore(subscribeToWaiting, lastWaiting, nothing);
  const state = useOptionalModule(code, waiting !== null);
  if (state !== "failed" || waiting === null) return <Box />;
  return (
    <p
      role="alert"
      className="fixed inset-x-4 bottom-4 z-50 rounded-lg border bg-surface p-3 shadow-pop sm:left-auto sm:w-89"
    >
      <span data-testid="notification-title" className="block font-medium">
        {waiting.title}
      </span>
      <span className="text-quiet">{waiting.description}</span>
    </p>
  );
}

type Message = Omit<Toast, "tone">;

/** Shows a success notification. */
export function notifySuccess(notification: Message): void {
  tell({ tone: "success", ...notification });
}

/** Shows a failure notification, which stays longer than a success. */
export function notifyProblem(notification: Message): void {
  tell({ tone: "problem", ...notification });
}

function tell(notification: Toast): void {
  enqueueToast(notification);
  preload(code);
}
