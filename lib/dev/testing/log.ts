import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { makeLogger } from "#lib/observability/logger.ts";

/** Redirects the process's log, at all levels, to the returned list of JSON lines. */
export function captureLog(): string[] {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  replaceGlobalSingleton("logger", makeLogger("trace", stream));
  return lines;
}
