"use client";

import { fetchAhead, latePart, soonCode } from "./late-code.tsx";
import { hand, type Notification } from "./notification-queue.ts";

const code = soonCode(() => import("./notification-box.tsx"));

/** The place of notifications, above everything else; there once the page is at rest or the first one comes. */
export const Toaster = latePart(code, ({ NotificationBox }) => NotificationBox);

type Told = Omit<Notification, "tone">;

/** Says that something has happened. */
export function notifySuccess(notification: Told): void {
  tell({ tone: "success", ...notification });
}

/** Says that something failed; stays longer than a success. */
export function notifyProblem(notification: Told): void {
  tell({ tone: "problem", ...notification });
}

function tell(notification: Notification): void {
  hand(notification);
  fetchAhead(code);
}
