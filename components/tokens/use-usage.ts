import { useEffect, useState } from "react";
import { type CallFailure, call } from "#lib/contract/client.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";

export type TokenUsage = OperationAnswer<"tokens.usage">;
export type Usage = "pending" | { usage: TokenUsage } | { failure: CallFailure };

/** What a token was used for in the last 30 days, looked up as soon as it is wanted. */
export function useUsage(userId: string, tokenId: string, wanted = true): Usage {
  const [found, setFound] = useState<Usage>("pending");
  useEffect(() => {
    if (!wanted) return;
    let shown = true;
    setFound("pending");
    void call("tokens.usage", { params: { userId, tokenId } }).then((result) => {
      if (!shown) return;
      setFound(result.ok ? { usage: result.data } : { failure: result.failure });
    });
    return () => {
      shown = false;
    };
  }, [userId, tokenId, wanted]);
  return found;
}
