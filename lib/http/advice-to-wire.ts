import type { OperationAnswer } from "#lib/contract/operations.ts";
import { operationWords } from "#lib/contract/usage-to-wire.ts";
import { ADVICE_DAYS } from "#lib/policy/advice.ts";
import type { AdviceView } from "#lib/services/usage/token-advice.ts";

const unlessEmpty = <Item>(list: Item[]) => (list.length > 0 ? list : undefined);

const inWords = ({ operation, calls }: { operation: string; calls: number }) => ({
  operation,
  ...operationWords(operation),
  calls,
});

/** The advice on a token on the wire. */
export function toWireAdvice({
  tokenId,
  advice,
  check,
}: AdviceView): OperationAnswer<"tokens.advice"> {
  const { advised } = advice;
  return {
    token_id: tokenId,
    window_days: advice.windowDays,
    calls: advice.calls,
    active_days: advice.activeDays,
    granted: advice.granted,
    used: advice.used,
    attempted: unlessEmpty(advice.attempted),
    unknown_operations: unlessEmpty(advice.unknownOperations),
    ...("gap" in advised ? { no_advice: advised.gap } : { advised_scopes: advised.scopes }),
    ...(check && {
      check: {
        scopes: check.scopes,
        days: ADVICE_DAYS,
        calls: check.calls,
        would_be_refused: check.wouldBeRefused,
        operations: check.operations.map(inWords),
        uncertain: unlessEmpty(check.uncertain.map(inWords)),
        unknown_operations: unlessEmpty(check.unknownOperations),
      },
    }),
  };
}
