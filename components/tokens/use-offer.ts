import { useEffect, useState } from "react";
import { countCreated, createdBy } from "./created-by.ts";
import type { CreatedTokensProps } from "./created-tokens.tsx";
import { randomKey } from "./random-key.ts";
import { usePreview } from "./use-preview.ts";

const NONE: readonly string[] = [];

/**
 * The revocation of tokens and, if chosen, of those they created. The idempotency key changes with
 * the request: pressed twice, or sent again after a lost response, it revokes once.
 */
export function useOffer(ids: readonly string[] | null) {
  const created = createdBy(usePreview(ids, true), ids ?? NONE);
  const [chosen, setChosen] = useState(false);
  const [key, setKey] = useState("");
  const ask = (wanted: boolean) => {
    setChosen(wanted);
    setKey(randomKey());
  };
  useEffect(() => {
    if (ids === null) return;
    setChosen(false);
    setKey(randomKey());
  }, [ids]);
  const offer: CreatedTokensProps = { ids: ids ?? NONE, created, chosen, onChoose: ask };
  const request = {
    body: { ids: [...(ids ?? NONE)], with_created: chosen },
    idempotencyKey: key,
  };
  return { offer, request, extra: chosen ? countCreated(created) : 0 };
}
