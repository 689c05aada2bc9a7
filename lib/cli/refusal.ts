import { isSettingsError } from "#lib/config/settings-error.ts";
import { isMissingPart, systemErrorLine } from "#lib/config/system-errors.mjs";
import { isProblem } from "#lib/contract/problem.ts";
import { isDatabaseError, originalMessage } from "#lib/db/errors.ts";
import { REINSTALL } from "./remedies.ts";

/*
 * Needs no package, and nothing it imports does: it has to say what is missing where half of the
 * packages are.
 */

/** Why a command cannot go on, in one line for the person who called it. */
export class Refusal extends Error {}

/** The first line of what an error says; Node goes on with the files that asked for a module. */
const firstLine = ({ message }: Error) => message.trim().split("\n", 1)[0];

/** What is known of a failure, in lines; undefined where it is not of this kind. */
const KINDS: ((error: Error) => readonly string[] | undefined)[] = [
  (error) => (isSettingsError(error) ? error.lines : undefined),
  (error) => (error instanceof Refusal || isProblem(error) ? [error.message] : undefined),
  (error) => {
    if (!isMissingPart(error)) return undefined;
    return [`Roost is not installed completely (${firstLine(error)}): ${REINSTALL}.`];
  },
  (error) => {
    if (!isDatabaseError(error)) return undefined;
    return [`The database failed: ${originalMessage(error)}. See that it runs and is whole.`];
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
 * Writes why a command failed to stderr and sets the exit code: in one line where the reason is
 * known, and with the stack where it is not or LOG_LEVEL asks for more.
 */
export function tellFailure(error: unknown): void {
  const known = error instanceof Error ? linesOf(error) : [String(error)];
  for (const line of known ?? []) process.stderr.write(`${line}\n`);
  const asked = /^(debug|trace)$/.test(process.env.LOG_LEVEL ?? "");
  if (error instanceof Error && (known === undefined || asked)) {
    process.stderr.write(`${error.stack}\n`);
  }
  process.exitCode = 1;
}
