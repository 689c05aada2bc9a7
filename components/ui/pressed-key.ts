/** A press as the browser or React reports it. */
type Press = {
  key: string;
  keyCode: number;
  isComposing?: boolean;
  nativeEvent?: { isComposing: boolean };
};

/** What browsers report as the code of a key that an input method has taken. */
const TAKEN = 229;

/**
 * The key that was pressed, or "" while an input method has the keys to itself: Enter then confirms
 * what was composed and means nothing to the page.
 */
export function pressedKey({ key, keyCode, isComposing, nativeEvent }: Press): string {
  const composing = isComposing ?? nativeEvent?.isComposing ?? false;
  return composing || keyCode === TAKEN ? "" : key;
}
