import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import type { PasswordHolder } from "#lib/contract/password-rule.ts";

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** How hard a password is to guess: 0 (a few tries) to 4 (more than 10^10). Loaded late: it brings the list along. */
export function estimateStrength(password: string, { email, name }: PasswordHolder): number {
  const known = [email, email.split("@")[0] ?? "", ...name.split(/\s+/), "roost", "netbird"];
  return estimator.check(password, known.filter(Boolean)).score;
}
