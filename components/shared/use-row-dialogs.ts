import { useRef, useState } from "react";

/**
 * The dialogs of a table's rows: the open one with its item, and the button that gets the focus
 * back.
 */
export function useRowDialogs<Question extends string, Item>() {
  const [asked, setAsked] = useState<{ question: Question; item: Item } | null>(null);
  const opener = useRef<HTMLElement>(null);
  return {
    open: (question: Question, item: Item, trigger: HTMLElement | null) => {
      opener.current = trigger;
      setAsked({ question, item });
    },
    isOpen: asked !== null,
    /** The item of an open dialog; null while closed. */
    itemOf: (question: Question): Item | null => (asked?.question === question ? asked.item : null),
    /** Props of all dialogs. */
    dialog: { opener, onClose: () => setAsked(null) },
  };
}
