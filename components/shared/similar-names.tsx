"use client";

import { TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { call } from "#lib/contract/client.ts";
import { findGroups } from "./find-groups.ts";
import { type NamedObject, type NameKind, similarNameWarning } from "./similar-name-warning.ts";

const TYPING_MS = 250;
/** The object itself may be among the matches. */
const ASKED = 5;

type SimilarNamesProps = {
  kind: NameKind;
  /** The name while it is typed. */
  name: string;
  /** The renamed object, which is excluded. */
  id?: string | undefined;
};

/** Warns of a name that is similar to an existing one; saving remains possible. */
export function SimilarNames({ kind, name, id }: SimilarNamesProps) {
  const text = useSimilarName(kind, name.trim(), id);
  return (
    <div role="status">
      {text && (
        <p data-testid="alike-name" className="wrap-anywhere flex gap-1.5 pt-1.5 text-soon text-xs">
          <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}

function useSimilarName(kind: NameKind, name: string, id: string | undefined): string | null {
  const [answer, setAnswer] = useState<{ name: string; text: string | null }>();
  useEffect(() => {
    if (name === "") return;
    const giveUp = new AbortController();
    const timer = setTimeout(async () => {
      const found = await LOOK_UP[kind](name, giveUp.signal);
      if (!giveUp.signal.aborted)
        setAnswer({ name, text: similarNameWarning(kind, name, found, id) });
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [kind, name, id]);
  return answer?.name === name ? answer.text : null;
}

type LookUp = (name: string, signal: AbortSignal) => Promise<readonly NamedObject[]>;

/** No warning if the lookup fails: the server decides what is allowed. */
const LOOK_UP: Record<NameKind, LookUp> = {
  user: async (same_name, signal) => {
    const page_size = String(ASKED);
    const result = await call("users.list", { query: { same_name, page_size }, signal });
    return result.ok ? result.data : [];
  },
  group: async (same_name, signal) => {
    const result = await findGroups({ same_name }, ASKED, signal);
    return result.ok ? result.data : [];
  },
};
