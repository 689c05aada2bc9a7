import { isSettingsError } from "#lib/config/settings-error.ts";
import { isMissingPart, systemErrorLine } from "#lib/config/system-errors.mjs";
import { isProblem } from "#lib/contract/problem.ts";
import { isDatabaseError, originalMessage } from "#lib/db/errors.ts";
import { REINSTALL } from "./remedies.ts";

/*
 * Imports no packages, not even indirectly: it has to report missing packages.
 */

/** The reason why a command cannot continue, in one line for its caller. */
export class CommandError extends Error {}

/** The first line of an error's message; Node appends the importing files of a module. */
const firstLine = ({ message }: Error) => message.trim().split("\n", 1)[0];

/** The explanation of a failure, in lines; undefined for other kinds. */
const KINDS: ((error: Error) => readonly string[] | undefined)[] = [
  (error) => (isSettingsError(error) ? error.lines : undefined),
  (error) => (error instanceof CommandError || isProblem(error) ? [error.message] : undefined),
  (error) => {
    if (!isMissingPart(error)) return undefined;
    return [`Roost is not installed completely (${firstLine(error)}): ${REINSTALL}.`];
  },
  (error) => {
    if (!isDatabaseError(error)) return undefined;
    return [`The database failed: ${originalMessage(error)}. Check that it runs and is undamaged.`];
  },
  (error) => {
    const line = systemErrorLine(error);
    return line === undefined ? undefined : [line];
  },
];

function linesOf(error: Error): readonly string[] | undefined {
  for (const lines of KINDS) {
    const found = lines(error);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Writes the reason of a command's failure to stderr and sets the exit code: in one line if the
 * reason is known, with the stack if it is not or LOG_LEVEL asks for more.
 */
export function reportFailure(error: unknown): void {
  const known = error instanceof Error ? linesOf(error) : [String(error)];
  for (const line of known ?? []) process.stderr.write(`${line}\n`);
  const asked = /^(debug|trace)$/.test(process.env.LOG_LEVEL ?? "");
  if (error instanceof Error && (known === undefined || asked)) {
    process.stderr.write(`${error.stack}\n`);
  }
  process.exitCode = 1;
}
