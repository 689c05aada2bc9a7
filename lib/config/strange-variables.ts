import { distance } from "fastest-levenshtein";
import { type Variables, variableNames } from "./environment.ts";

/** Client variables of the snippets and examples: a shell may have them. */
const OF_CLIENTS = new Set(["ROOST_URL", "ROOST_TOKEN"]);
const OWN_PREFIX = /^(ROOST|NB)_/i;
/** Shorter names (HOST, PORT) are similar to too many others. */
const LENGTH_MIN = 8;
const TYPING_ERRORS = 2;

const near = (name: string, known: string): boolean =>
  known.length >= LENGTH_MIN && distance(name.toUpperCase(), known) <= TYPING_ERRORS;

/**
 * A line for each unsupported variable that is probably a mistake: it has a prefix of Roost or
 * NetBird, or a name similar to a supported one. Never contains the value.
 */
export function strangeVariables(env: Variables): string[] {
  const known = variableNames();
  const names = Object.keys(env).filter((name) => !known.includes(name.replace(/^\ufeff/, "")));
  return names.flatMap((name) => {
    const meant = known.find((other) => near(name, other));
    if (meant !== undefined && env[meant] === undefined) {
      return [`The variable ${name} is not read. Did you mean ${meant}?`];
    }
    if (!OWN_PREFIX.test(name) || OF_CLIENTS.has(name)) return [];
    return [`The variable ${name} is not read: Roost knows none of that name.`];
  });
}
