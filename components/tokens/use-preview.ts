import { useEffect, useState } from "react";
import { type CallFailure, call } from "#lib/contract/client.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";

export type PreviewedToken = OperationAnswer<"tokens.revoke">["tokens"][number];
export type Preview = "pending" | { tokens: PreviewedToken[] } | { failure: CallFailure };

/** What a revocation of these tokens would delete now; looked up anew for each set. */
export function usePreview(ids: readonly string[] | null): Preview {
  const [found, setFound] = useState<{ ids: readonly string[]; preview: Preview }>();
  useEffect(() => {
    if (ids === null) return;
    let wanted = true;
    void call("tokens.revoke", { body: { ids: [...ids], dry_run: true } }).then((result) => {
      if (!wanted) return;
      const preview = result.ok ? { tokens: result.data.tokens } : { failure: result.failure };
      setFound({ ids, preview });
    });
    return () => {
      wanted = false;
    };
  }, [ids]);
  return found !== undefined && found.ids === ids ? found.preview : "pending";
}
