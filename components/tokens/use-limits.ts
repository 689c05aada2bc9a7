import { useState } from "react";
import type { Networks } from "#lib/policy/networks.ts";
import type { Scopes } from "#lib/policy/scopes.ts";
import { isRefused, linesOf, networksOf } from "./network-lines.ts";

export type Limits = ReturnType<typeof useLimits>;

/** The scopes and networks of a token while they are chosen, the networks within others. */
export function useLimits(initial: { scopes: Scopes; networks: Networks }, within: Networks) {
  const [scopes, setScopes] = useState(initial.scopes);
  const [lines, setLines] = useState(() => linesOf(initial.networks));
  const [checked, setChecked] = useState(false);
  return {
    scopes,
    setScopes,
    lines,
    setLines,
    within,
    checked,
    /** Null for any address. */
    networks: networksOf(lines).length === 0 ? null : networksOf(lines),
    /** Shows what is wrong with the networks; returns whether nothing is. */
    check: () => {
      setChecked(true);
      return !isRefused(lines, within);
    },
  };
}
