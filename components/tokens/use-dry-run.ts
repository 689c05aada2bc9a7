import { type CallState, useCall } from "#components/shared/use-call.ts";
import { useSettled } from "#components/ui/use-settled.ts";
import type { TokenView } from "#lib/contract/views.ts";

const CHOOSING_MS = 400;

export type DryRun = CallState<"tokens.advice">;

/** What scopes would have refused of a token's calls, once they are chosen; undefined without any. */
export function useDryRun(
  { id, userId }: Pick<TokenView, "id" | "userId">,
  scopes: readonly string[] | undefined,
): DryRun | undefined {
  const wanted = scopes?.join(",");
  const settled = useSettled(wanted, CHOOSING_MS);
  const params = { userId, tokenId: id };
  const input = settled === undefined ? null : { params, query: { scopes: settled } };
  const found = useCall("tokens.advice", input);
  if (wanted === undefined) return undefined;
  return settled === wanted ? found : "pending";
}

/** Whether its answer is still to come. */
export const isWaiting = (run: DryRun | undefined): boolean => run === "pending";
