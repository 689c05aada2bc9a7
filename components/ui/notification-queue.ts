/** What a notification tells. */
export type Notification = {
  tone: "success" | "problem";
  title: string;
  description?: string | undefined;
  /** Names the failed request to whoever runs the server. */
  requestId?: string | null;
  /** The status of the failed request. */
  status?: number | undefined;
  /** What to do about it: a press here, or a link that opens in a new tab. */
  action?: { label: string; onPress: () => void } | { label: string; href: string } | undefined;
};

type Receiver = (notification: Notification) => void;

let receiver: Receiver | null = null;
let waiting: readonly Notification[] = [];
const listeners = new Set<() => void>();

function setWaiting(next: readonly Notification[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Hands a notification to the place that shows them, now or as soon as there is one. */
export function hand(notification: Notification): void {
  if (receiver === null) setWaiting([...waiting, notification]);
  else receiver(notification);
}

/** Receives what waits and what comes, until the answer is called. */
export function receive(next: Receiver): () => void {
  receiver = next;
  const earlier = waiting;
  setWaiting([]);
  for (const notification of earlier) next(notification);
  return () => {
    if (receiver === next) receiver = null;
  };
}

/** The last notification that waits for its place, or null. */
export const lastWaiting = (): Notification | null => waiting.at(-1) ?? null;

/** Calls back when another waits, until the answer is called. */
export function subscribeToWaiting(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
