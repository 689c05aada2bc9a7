/** The content of a notification. */
export type Toast = {
  tone: "success" | "problem";
  title: string;
  description?: string | undefined;
  /** The ID of the failed request, for the server's logs. */
  requestId?: string | null;
  /** The status of the failed request. */
  status?: number | undefined;
  /** The action: a callback, or a link that opens in a new tab. */
  action?: { label: string; onPress: () => void } | { label: string; href: string } | undefined;
};

type ToastListener = (notification: Toast) => void;

let receiver: ToastListener | null = null;
let waiting: readonly Toast[] = [];
const listeners = new Set<() => void>();

function setWaiting(next: readonly Toast[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Shows a notification, now or once the list of notifications is loaded. */
export function enqueueToast(notification: Toast): void {
  if (receiver === null) setWaiting([...waiting, notification]);
  else receiver(notification);
}

/** Passes queued and future notifications to a listener, until the returned function is called. */
export function subscribeToToasts(next: ToastListener): () => void {
  receiver = next;
  const earlier = waiting;
  setWaiting([]);
  for (const notification of earlier) next(notification);
  return () => {
    if (receiver === next) receiver = null;
  };
}

/** The last queued notification, or null. */
export const lastWaiting = (): Toast | null => waiting.at(-1) ?? null;

/** Calls back when a notification is queued, until the returned function is called. */
export function subscribeToWaiting(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
