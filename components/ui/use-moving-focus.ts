import { type RefCallback, type RefObject, useCallback, useRef } from "react";

/**
 * Keeps the focus of an element that may move to another place of the page: `attach` it at each
 * place. `element` is the current one.
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
