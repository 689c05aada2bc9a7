/** Invalid settings: one readable line for each variable, without secrets. */
export class SettingsError extends Error {
  readonly lines: string[];
  /** Recognized by its code, not by `instanceof`: Next loads modules several times. */
  readonly code = "ROOST_SETTINGS";

  constructor(lines: string[]) {
    super(lines.join("\n"));
    this.name = "SettingsError";
    this.lines = lines;
  }
}

/** Whether an error is a SettingsError, by its code. */
export function isSettingsError(error: unknown): error is SettingsError {
  return error instanceof Error && "code" in error && error.code === "ROOST_SETTINGS";
}
