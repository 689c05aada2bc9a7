const AFTER_MS = 150;
const MARK = "data-loading";

/**
 * Marks a button as busy while the code it asked for is on its way, if that takes a moment; the
 * answer ends it. On the element itself, since what opens something need not be of one kind.
 */
export function showLoading(button: HTMLElement | null | undefined): () => void {
  if (!button) return () => {};
  const timer = setTimeout(() => {
    button.setAttribute(MARK, "");
    button.setAttribute("aria-busy", "true");
  }, AFTER_MS);
  return () => {
    clearTimeout(timer);
    if (!button.hasAttribute(MARK)) return;
    button.removeAttribute(MARK);
    button.removeAttribute("aria-busy");
  };
}
