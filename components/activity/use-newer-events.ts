import { useEffect, useEffectEvent, useState } from "react";
import { call } from "#lib/contract/client.ts";
import { type Newer, type Newest, newerIn, newerQuery } from "./newer-events.ts";
import { repeatWhileSeen } from "./repeat-while-seen.ts";

/** How the last question ended: the status of a refusal, 0 where the server was not reached. */
export type Trouble = { status: number; final: boolean } | null;

type Watched = {
  address: string;
  newest: Newest;
  /** The highest id that the reader knows of, by the list or an earlier answer. */
  knownId: number;
  live: boolean;
  /** Called after every question with what there is, which is often nothing. */
  onAnswer: (newer: Newer) => void;
};

/** No right to read, or none any more: asking again would change nothing. */
const FINAL = [401, 403];

/** Looks for events that the list at this address does not show yet. Answers what hinders it. */
export function useNewerEvents({ address, newest, knownId, live, onAnswer }: Watched): Trouble {
  const [trouble, setTrouble] = useState<Trouble>(null);
  const ask = useEffectEvent(async (isWanted: () => boolean) => {
    const result = await call("events.list", { query: newerQuery(address, newest) });
    if (!isWanted()) return "refused";
    if (result.ok) {
      setTrouble(null);
      onAnswer(newerIn(result.data, knownId));
      return "answered";
    }
    const { status } = result.failure;
    const final = FINAL.includes(status);
    setTrouble({ status, final });
    return final ? "refused" : "failed";
  });
  useEffect(() => {
    if (!live) return;
    let wanted = true;
    const end = repeatWhileSeen(() => ask(() => wanted));
    return () => {
      wanted = false;
      setTrouble(null);
      end();
    };
  }, [live]);
  return trouble;
}
