const KEPT_AS = "roost:single-keys";

/**
 * Whether shortcuts of single keys are on. Who speaks to their computer, or whose hands are not
 * steady, must be able to switch them off (WCAG 2.1.4); the browser keeps it.
 */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== "off";
  } catch {
    return true;
  }
}

/** Keeps the choice; a browser that keeps nothing leaves them on. */
export function keepSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, "off");
  } catch {
    // The switch shows it: it stays on.
  }
}
