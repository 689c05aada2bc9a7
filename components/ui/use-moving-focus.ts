import { type RefCallback, type RefObject, useCallback, useRef } from "react";

/**
 * For an element that may turn up in another place of the page: `attach` it there as here, and it
 * keeps the focus that it had. `element` is where it is now.
 */
export function useMovingFocus<T extends HTMLElement>(): {
  element: RefObject<T | null>;
  attach: RefCallback<T>;
} {
  const element = useRef<T>(null);
  const hadFocus = useRef(false);
  const attach = useCallback((node: T) => {
    element.current = node;
    if (hadFocus.current) node.focus({ preventScroll: true });
    return () => {
      hadFocus.current = document.activeElement === node;
      element.current = null;
    };
  }, []);
  return { element, attach };
}
