/** The result of a poll; refused polls are not repeated. */
export type Outcome = "answered" | "failed" | "refused";

const EVERY_MS = 5000;
const SLOWEST_MS = 60_000;
/** An idle user does not read, and polling must not keep the session alive. */
const AWAY_MS = 30 * 60_000;
const SIGNS_OF_LIFE = ["pointermove", "keydown", "wheel", "touchstart"] as const;

/** The delay doubles with each consecutive failure, up to a minute. */
export const pauseAfter = (failures: number): number =>
  Math.min(EVERY_MS * 2 ** failures, SLOWEST_MS);

/**
 * Polls every few seconds while the page is visible and its user active; less often while it fails. Returns a function that stops it.
 */
export function repeatWhileSeen(ask: () => Promise<Outcome>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waits = false;
  let ended = false;
  let failures = 0;
  let lastSign = Date.now();
  const step = async () => {
    waits = document.hidden || Date.now() - lastSign > AWAY_MS;
    if (waits) return;
    const outcome = await ask();
    if (ended || outcome === "refused") return;
    failures = outcome === "failed" ? failures + 1 : 0;
    timer = setTimeout(step, pauseAfter(failures));
  };
  const seen = () => {
    lastSign = Date.now();
    if (!waits || document.hidden) return;
    waits = false;
    void step();
  };
  timer = setTimeout(step, pauseAfter(0));
  document.addEventListener("visibilitychange", seen);
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, seen, { passive: true });
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, seen);
  };
}
