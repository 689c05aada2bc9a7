import { enqueueToast } from "./toast-queue.ts";

const BUILT_FILE = /\/_next\/static\/[^\s"'()?:]+/;

/** Why code did not load. */
export type LoadFailure = "updated" | "unreachable";

/** Whether an error is about code that did not load. */
export const isLoadFailure = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "ChunkLoadError" || /dynamically imported module/.test(error.message));

/** Whether the file is gone, as after an upgrade, or unreachable. */
export async function loadFailureOf(error: unknown): Promise<LoadFailure> {
  const file = BUILT_FILE.exec(String(error))?.[0];
  if (file === undefined) return "unreachable";
  const answer = await fetch(file, { method: "HEAD", cache: "no-store" }).catch(() => null);
  return answer?.status === 404 ? "updated" : "unreachable";
}

/** Shows a notification that code did not load; the page stays as it is. */
export async function notifyLoadFailure(error: unknown): Promise<void> {
  const failure = await loadFailureOf(error);
  enqueueToast({ tone: "problem", ...NOTICES[failure] });
}

const NOTICES = {
  unreachable: { title: "Couldn't load this", description: "Check your connection and try again." },
  updated: {
    title: "Roost was updated",
    description: "Save or copy your input, then reload the page.",
    action: { label: "Reload", onPress: () => window.location.reload() },
  },
} as const;
