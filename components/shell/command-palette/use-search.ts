import { useEffect, useEffectEvent, useReducer, useState } from "react";
import { fingerprintIn, namesLink } from "#components/shared/redact-token.ts";
import type { CallFailure } from "#lib/contract/client.ts";
import { canBegin, type PolicyActor } from "#lib/policy/can.ts";
import { BY_FINGERPRINT, type SearchResult, type SearchSource, SOURCES } from "./search-sources.ts";

const TYPING_MS = 200;

type Answers = {
  /** The text that they belong to, which may differ from the field while the user types. */
  search: string;
  found: { source: SearchSource; results: SearchResult[] }[];
  failure: CallFailure | null;
  /** Sources that the server refused, although the policy in the browser allowed them. */
  refused: SearchSource[];
};

async function ask(sources: readonly SearchSource[], search: string, signal: AbortSignal) {
  const answers: Answers = { search, found: [], failure: null, refused: [] };
  const asked = sources.map(async (source) => ({
    source,
    answer: await source.find(search, signal),
  }));
  for (const { source, answer } of await Promise.all(asked)) {
    if (answer.ok) answers.found.push({ source, results: answer.data });
    else if (answer.failure.status === 403) answers.refused.push(source);
    else answers.failure = answer.failure;
  }
  return answers;
}

/**
 * Searches for a text once the user pauses, and aborts outdated requests. For a text with a
 * fingerprint only the fingerprint is sent, for an invite nothing.
 */
export function useSearch(text: string, actor: PolicyActor) {
  const [answers, setAnswers] = useState<Answers | null>(null);
  const [attempt, retry] = useReducer((count: number) => count + 1, 0);
  const fingerprint = fingerprintIn(text);
  const search = namesLink(text) ? "" : (fingerprint ?? text.trim());
  const wanted = fingerprint ? BY_FINGERPRINT : SOURCES;
  const sees = ({ needs }: SearchSource) => needs === null || canBegin(actor, needs).allowed;

  const lookUp = useEffectEvent(async (signal: AbortSignal) => {
    const answered = await ask(wanted.filter(sees), search, signal);
    if (!signal.aborted) setAnswers(answered);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks the same once more
  useEffect(() => {
    if (search === "") return;
    const waiting = new AbortController();
    const timer = setTimeout(() => void lookUp(waiting.signal), TYPING_MS);
    return () => {
      clearTimeout(timer);
      waiting.abort();
    };
  }, [search, attempt]);

  const current = search === "" ? null : answers;
  return {
    search,
    answered: current?.search ?? "",
    found: current?.found ?? [],
    searching: search !== "" && answers?.search !== search,
    failure: answers?.search === search ? answers.failure : null,
    refused: [...wanted.filter((source) => !sees(source)), ...(current?.refused ?? [])],
    retry: () => {
      setAnswers(null);
      retry();
    },
  };
}
