import { isSettingsError } from "#lib/config/settings.ts";
import { isProblem } from "#lib/contract/problem.ts";

/** Why a command cannot go on, in one line for the person who called it. */
export class Refusal extends Error {}

/** Tells why a command failed, without a stack where the reason is known, and sets the exit code. */
export function tellFailure(error: unknown): void {
  const lines = isSettingsError(error)
    ? error.lines
    : [
        error instanceof Refusal || isProblem(error)
          ? error.message
          : error instanceof Error
            ? error.stack
            : error,
      ];
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
