import { type RefObject, useEffect, useEffectEvent } from "react";
import { redactToken } from "#components/shared/redact-token.ts";

/**
 * Redacts pasted text before it reaches the field, so that neither its value nor the undo history
 * contains a token.
 */
export function useRedactedInput(
  field: RefObject<HTMLInputElement | null>,
  onText: (text: string) => void,
) {
  const onInput = useEffectEvent((event: InputEvent) => {
    const input = field.current;
    if (input === null || event.data === null) return;
    const { value, selectionStart, selectionEnd } = input;
    const typed = event.data.replace(/[\r\n]/g, "");
    const next = `${value.slice(0, selectionStart ?? 0)}${typed}${value.slice(selectionEnd ?? 0)}`;
    const cut = redactToken(next);
    if (cut === next) return;
    event.preventDefault();
    onText(cut);
  });
  useEffect(() => {
    const input = field.current;
    const listen = (event: InputEvent) => onInput(event);
    input?.addEventListener("beforeinput", listen);
    return () => input?.removeEventListener("beforeinput", listen);
  }, [field]);
}
