/** A press as the browser or React reports it. */
type Press = {
  key: string;
  keyCode: number;
  isComposing?: boolean;
  nativeEvent?: { isComposing: boolean };
};

/** The key code that browsers report for keys handled by an input method. */
const TAKEN = 229;

/**
 * The pressed key, or "" while an input method handles keys: Enter then confirms the composition
 * and must not act on the page.
 */
export function pressedKey({ key, keyCode, isComposing, nativeEvent }: Press): string {
  const composing = isComposing ?? nativeEvent?.isComposing ?? false;
  return composing || keyCode === TAKEN ? "" : key;
}
