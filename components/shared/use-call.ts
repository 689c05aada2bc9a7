import { useEffect, useState } from "react";
import { type CallFailure, type CallInput, call } from "#lib/contract/client.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";

export type CallState<Id extends OperationId> =
  | "pending"
  | { data: OperationAnswer<Id> }
  | { failure: CallFailure };

/**
 * The response of a read-only call, made for each new input. Never the response to an earlier
 * input; a repeated input is requested again.
 */
export function useCall<Id extends OperationId>(
  id: Id,
  input: CallInput<Id> | null,
): CallState<Id> {
  const key = input === null ? null : JSON.stringify(input);
  const [answered, setAnswered] = useState<{ key: string; state: CallState<Id> } | null>(null);
  useEffect(() => {
    if (key === null) return;
    let wanted = true;
    void call(id, JSON.parse(key)).then((result) => {
      if (!wanted) return;
      const state = result.ok ? { data: result.data } : { failure: result.failure };
      setAnswered({ key, state });
    });
    return () => {
      wanted = false;
      setAnswered(null);
    };
  }, [id, key]);
  return answered?.key === key ? answered.state : "pending";
}
