import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { makeLogger } from "#lib/observability/logger.ts";

/** Has the process log into the returned list, everything, one JSON line each. */
export function captureLog(): string[] {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  replaceGlobalSingleton("logger", makeLogger("trace", stream));
  return lines;
}
