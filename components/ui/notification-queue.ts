/** What a notification tells. */
export type Notification = {
  tone: "success" | "problem";
  title: string;
  description?: string | undefined;
  /** Names the failed request to whoever runs the server. */
  requestId?: string | null;
};

type Receiver = (notification: Notification) => void;

let receiver: Receiver | null = null;
const waiting: Notification[] = [];

/** Hands a notification to the place that shows them, now or as soon as there is one. */
export function hand(notification: Notification): void {
  if (receiver === null) waiting.push(notification);
  else receiver(notification);
}

/** Receives what waits and what comes, until the answer is called. */
export function receive(next: Receiver): () => void {
  receiver = next;
  for (const notification of waiting.splice(0)) next(notification);
  return () => {
    if (receiver === next) receiver = null;
  };
}
