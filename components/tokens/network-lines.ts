import { sentence } from "#components/shared/sentence.ts";
import { networkRefusal } from "#lib/contract/allowed-networks.ts";
import { canonicalNetwork } from "#lib/contract/networks.ts";
import { type Networks, networksWithin } from "#lib/policy/networks.ts";
import { randomKey } from "./random-key.ts";

/** A network as it is typed, with a key for its line. */
export type NetworkLine = { key: string; text: string };

/** Lines of these networks. */
export const linesOf = (networks: Networks): NetworkLine[] =>
  (networks ?? []).map((text) => ({ key: randomKey(), text }));

/** The networks of the lines that are not empty. */
export const networksOf = (lines: readonly NetworkLine[]): string[] =>
  lines.map(({ text }) => text.trim()).filter((text) => text !== "");

/** The networks of a pasted text, which separates them by spaces, commas or lines. */
export const pastedNetworks = (text: string): string[] =>
  text.split(/[\s,;]+/).filter((part) => part !== "");

/** What is wrong with a network, which must be within others; undefined for an empty line too. */
export function lineRefusal(text: string, within: Networks): string | undefined {
  const entry = text.trim();
  if (entry === "") return undefined;
  const refusal = networkRefusal(entry, "the network");
  if (refusal !== null) return sentence(refusal);
  const canonical = canonicalNetwork(entry);
  const fits = typeof canonical === "string" && networksWithin([canonical], within);
  return fits ? undefined : `Not within the token's networks: ${within?.join(", ")}.`;
}

/** Whether a line has an error. */
export const isRefused = (lines: readonly NetworkLine[], within: Networks): boolean =>
  lines.some(({ text }) => lineRefusal(text, within) !== undefined);
