import { globalSingleton } from "./global-singleton.ts";

type Step = { name: string; run: () => Promise<void> | void };

function steps(): Step[] {
  return globalSingleton<Step[]>("shutdown", () => []);
}

/**
 * Registers a step that runs once when the server stops, after the last request and before the
 * database closes, in the order of registration. Each name registers once.
 */
export function onShutdown(name: string, run: () => Promise<void> | void): void {
  if (!steps().some((step) => step.name === name)) steps().push({ name, run });
}

/** Runs all registered steps. `failed` receives errors; the other steps still run. */
export async function runShutdown(failed: (name: string, error: unknown) => void): Promise<void> {
  for (const step of steps().splice(0)) {
    try {
      await step.run();
    } catch (error) {
      failed(step.name, error);
    }
  }
}
