const AFTER_MS = 150;
const MARK = "data-loading";

/**
 * Marks a button as busy while its code loads, if that takes a moment; the returned function ends
 * it. On the element itself, since triggers are of several kinds.
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
