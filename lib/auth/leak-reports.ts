import { globalSingleton } from "#lib/config/global-singleton.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import { readTokenText } from "#lib/crypto/token-text.ts";
import { verifySecret } from "#lib/crypto/verification-cache.ts";
import type { Origin } from "#lib/services/context.ts";
import { findToken } from "#lib/services/credentials.ts";
import { networkOf, networksOf } from "#lib/services/network.ts";
import { Counts } from "./counts.ts";

/** Reports of one network within an hour, and their tokens; 429 beyond. */
const REPORTS = 10;
const SECRETS = 100;
/** Time for the proofs of one report. */
const PATIENCE_MS = 3000;

const limiters = () =>
  globalSingleton("leak-reports", () => ({
    reports: new Counts(3600),
    secrets: new Counts(3600),
  }));

/** The well-formed ones among reported texts, each once. */
export const wellFormed = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((text) => readTokenText(text, "nbp_") !== null);

/**
 * Counts a report with this number of well-formed tokens: 429 for more than ten reports or a
 * hundred tokens of a network in an hour. Unknown tokens count too, so that the limit does not
 * reveal which ones exist.
 */
export function countLeakReport(address: string, tokens: number): void {
  const { reports, secrets } = limiters();
  const network = networkOf(address);
  const message = "too many reports, please try again later";
  if (reports.of(network) >= REPORTS) throw reports.refusal(network, message);
  if (secrets.of(network) + tokens > SECRETS) throw secrets.refusal(network, message);
  reports.add(network);
  for (let counted = 0; counted < tokens; counted += 1) secrets.add(network);
}

/**
 * The secrets in the report that are proven, by their IDs: possession of the whole token is the
 * proof. `isComplete` is false if some could not be checked within three seconds.
 */
export async function proveLeaked(
  texts: readonly string[],
  { address }: Origin,
): Promise<{ proven: string[]; isComplete: boolean }> {
  const deadline = performance.now() + PATIENCE_MS;
  const checks = await Promise.all(texts.map((text) => secretOf(text, address, deadline)));
  const proven = checks.filter((id) => typeof id === "string");
  return { proven, isComplete: !checks.includes(undefined) };
}

/** Null for no secret, undefined if there was no time to find out. */
async function secretOf(
  text: string,
  address: string,
  deadline: number,
): Promise<string | null | undefined> {
  const found = await findToken(readTokenText(text, "nbp_")?.publicId ?? "");
  if (found === null) return null;
  // In the lane of suspects: a flood of reports delays no request.
  const turn = { lane: "suspect", flow: [...networksOf(address), "leaks"], deadline } as const;
  try {
    return (await verifySecret(text, found.hash, turn)) ? found.secretId : null;
  } catch (error) {
    if (!isProblem(error) || error.problem !== "unavailable") throw error;
    return undefined;
  }
}

/** 429 for a report of which only a part was processed. */
export const unfinishedReport = () =>
  new Problem("rate_limited", "the report could not be processed in time, please send it again", {
    retryAfterSeconds: 5,
  });
