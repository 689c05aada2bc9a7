import { useRef, useState } from "react";

/**
 * The dialogs that the rows of a table open: which one is open and for what, and the button that
 * gets the focus back.
 */
export function useRowDialogs<Question extends string, Item>() {
  const [asked, setAsked] = useState<{ question: Question; item: Item } | null>(null);
  const opener = useRef<HTMLElement>(null);
  return {
    open: (question: Question, item: Item, trigger: HTMLElement | null) => {
      opener.current = trigger;
      setAsked({ question, item });
    },
    /** What this dialog is open for; null while it is closed. */
    itemOf: (question: Question): Item | null => (asked?.question === question ? asked.item : null),
    /** What every one of them gets. */
    dialog: { opener, onClose: () => setAsked(null) },
  };
}
