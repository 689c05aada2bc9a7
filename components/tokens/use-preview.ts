import { type CallState, useCall } from "#components/shared/use-call.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";

export type PreviewedToken = OperationAnswer<"tokens.revoke">["tokens"][number];
export type Preview = CallState<"tokens.revoke">;

/**
 * Dry run of the revocation of these tokens, optionally with those they created; repeated for each
 * set.
 */
export function usePreview(ids: readonly string[] | null, withCreated = false): Preview {
  const body = { ids: [...(ids ?? [])], dry_run: true, with_created: withCreated };
  return useCall("tokens.revoke", ids && { body });
}
