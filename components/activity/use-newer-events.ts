import { useEffect, useEffectEvent, useState } from "react";
import { call } from "#lib/contract/client.ts";
import { type Newer, type Newest, newerIn, newerQuery } from "./newer-events.ts";
import { repeatWhileSeen } from "./repeat-while-seen.ts";

/** The failure of the last poll: the status, or 0 without a connection. */
export type Trouble = { status: number; final: boolean } | null;

type Watched = {
  address: string;
  newest: Newest;
  /** The highest known ID, from the list or an earlier response. */
  knownId: number;
  live: boolean;
  /** Called after every poll with the new events, often none. */
  onAnswer: (newer: Newer) => void;
};

/** No right to read: polling again is pointless. */
const FINAL = [401, 403];

/** Polls for events that the list does not show yet. Returns the current failure, if any. */
export function useNewerEvents({ address, newest, knownId, live, onAnswer }: Watched): Trouble {
  const [trouble, setTrouble] = useState<Trouble>(null);
  const ask = useEffectEvent(async (isWanted: () => boolean) => {
    const result = await call("roost.events.list", { query: newerQuery(address, newest) });
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
