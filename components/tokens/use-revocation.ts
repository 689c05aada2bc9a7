import { useEffect, useState } from "react";
import { call } from "#lib/contract/client.ts";
import type { RevocationProgress } from "./matching-conditions.ts";

const EVERY_MS = 1000;
/** Answers that another try does not change. */
const FINAL = [401, 403, 404];

/** The progress of a revocation, read each second until it ends; `lost` while it cannot be read, `refused` once it may not. */
export function useRevocation(id: string, started: RevocationProgress | null) {
  const [revocation, setRevocation] = useState(started);
  const [trouble, setTrouble] = useState<"lost" | "refused" | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    const read = async () => {
      const result = await call("tokens.revocations.get", { params: { revocationId: id } });
      if (!wanted) return;
      const refused = !result.ok && FINAL.includes(result.failure.status);
      setTrouble(result.ok ? null : refused ? "refused" : "lost");
      if (result.ok) setRevocation(result.data);
      const goesOn = result.ok ? result.data.state === "running" : !refused;
      if (goesOn) timer = setTimeout(read, EVERY_MS);
    };
    void read();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [id]);
  return { revocation, trouble };
}
