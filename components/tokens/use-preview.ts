import { useEffect, useState } from "react";
import { type CallFailure, call } from "#lib/contract/client.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";

type Planned = OperationAnswer<"tokens.revoke">;
export type PreviewedToken = Planned["tokens"][number];
export type Preview = "pending" | Pick<Planned, "matched" | "tokens"> | { failure: CallFailure };

/**
 * What a revocation of these tokens would delete now, if wanted with all that they created; looked
 * up again for each set.
 */
export function usePreview(ids: readonly string[] | null, withCreated = false): Preview {
  const [found, setFound] = useState<{ ids: readonly string[]; preview: Preview }>();
  useEffect(() => {
    if (ids === null) return;
    let wanted = true;
    const body = { ids: [...ids], dry_run: true, with_created: withCreated };
    void call("tokens.revoke", { body }).then((result) => {
      if (!wanted) return;
      setFound({ ids, preview: result.ok ? result.data : { failure: result.failure } });
    });
    return () => {
      wanted = false;
    };
  }, [ids, withCreated]);
  return found !== undefined && found.ids === ids ? found.preview : "pending";
}
