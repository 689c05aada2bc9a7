import { type CallState, useCall } from "#components/shared/use-call.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";

export type TokenUsage = OperationAnswer<"tokens.usage">;
export type Usage = CallState<"tokens.usage">;

/** A token's usage in the last 30 days, loaded once `wanted`. */
export const useUsage = (userId: string, tokenId: string, wanted = true): Usage =>
  useCall("tokens.usage", wanted ? { params: { userId, tokenId } } : null);
