import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { type CallResult, call } from "#lib/contract/client.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { notifyFailure } from "./notify-failure.ts";

/**
 * Writes through the API, one at a time: a second press while one runs does nothing. Refusals are
 * shown as notifications, except one for lack of a recent proof: the form asks for it. `user` is the noun for a deleted user. `refresh` reloads the page's data
 * and applies `update` together with it.
 */
export function useWrite(user?: string) {
  const router = useRouter();
  const running = useRef(false);
  const [sending, setSending] = useState(false);
  const [refreshing, startTransition] = useTransition();

  const write = async <Id extends OperationId>(
    ...request: Parameters<typeof call<Id>>
  ): Promise<CallResult<Id> | null> => {
    if (running.current) return null;
    running.current = true;
    setSending(true);
    const result = await call(...request);
    running.current = false;
    setSending(false);
    if (!result.ok && !result.failure.requiredProof) notifyFailure(result.failure, user);
    return result;
  };

  const refresh = (update: () => void) =>
    startTransition(() => {
      router.refresh();
      update();
    });

  return { write, refresh, pending: sending || refreshing };
}
