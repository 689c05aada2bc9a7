const KEPT_AS = "roost:single-keys";

/**
 * Whether single-key shortcuts are on. Users of speech input or with tremor must be able to turn
 * them off (WCAG 2.1.4); stored in the browser.
 */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== "off";
  } catch {
    return true;
  }
}

/** Stores the choice; without browser storage they remain on. */
export function keepSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, "off");
  } catch {
    // The switch shows that it remains on.
  }
}
