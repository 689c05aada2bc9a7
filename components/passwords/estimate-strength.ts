import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import type { PasswordHolder } from "#lib/contract/password-rule.ts";

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/**
 * Strength of a password: 0 (a few guesses) to 4 (more than 10^10). Loaded on demand, since it
 * includes the list.
 */
export function estimateStrength(password: string, { email, name }: PasswordHolder): number {
  const known = [email, email.split("@")[0] ?? "", ...name.split(/\s+/), "roost", "netbird"];
  return estimator.check(password, known.filter(Boolean)).score;
}
