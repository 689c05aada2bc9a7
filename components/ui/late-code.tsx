import { type ComponentType, useEffect, useState, useSyncExternalStore } from "react";
import { whenAtRest } from "./at-rest.ts";

/** Code that is not part of the page, and fetched once. */
export type LateCode<Code> = {
  /** Fetches it, if it is neither there nor on its way; rejects where that fails, and can be tried again. */
  load: () => Promise<void>;
  /** The code, or null until it is there. */
  get: () => Code | null;
  subscribe: (listener: () => void) => () => void;
};

/** Code that is fetched when it is wanted. */
export function lateCode<Code>(fetchCode: () => Promise<Code>): LateCode<Code> {
  let code: Code | null = null;
  let coming: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const arrive = (fetched: Code) => {
    code = fetched;
    for (const listener of listeners) listener();
  };
  const load = () => {
    coming ??= fetchCode()
      .then(arrive)
      .catch((error) => {
        coming = null;
        throw error;
      });
    return coming;
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { load, get: () => code, subscribe };
}

/** Code that is fetched when it is wanted or, before that, once the page has loaded and is at rest. */
export function soonCode<Code>(fetchCode: () => Promise<Code>): LateCode<Code> {
  const late = lateCode(fetchCode);
  whenAtRest(() => fetchAhead(late));
  return late;
}

/** Fetches code that somebody seems to be about to want; whoever does want it learns of a failure. */
export function fetchAhead({ load }: LateCode<unknown>): void {
  load().catch(() => {});
}

const nothing = () => null;

function useFetched<Code>(late: LateCode<Code>, wanted: boolean) {
  const [failure, setFailure] = useState<{ error: unknown } | null>(null);
  const code = useSyncExternalStore(late.subscribe, late.get, nothing);
  useEffect(() => {
    if (wanted) late.load().catch((error) => setFailure({ error }));
  }, [late, wanted]);
  return { code, failure };
}

/**
 * The code, or null until it is there. `wanted` fetches it, and a failure to do so is thrown;
 * `near` fetches it for somebody who may want it next, who learns of no failure.
 */
export function useLateCode<Code>(
  late: LateCode<Code>,
  wanted: boolean,
  near = false,
): Code | null {
  const { code, failure } = useFetched(late, wanted);
  useEffect(() => {
    if (near) fetchAhead(late);
  }, [late, near]);
  if (wanted && failure) throw failure.error;
  return code;
}

/** How far code is that the reader can do without: a failure to fetch what is wanted is told, not thrown. */
export function useOptionalCode(
  late: LateCode<unknown>,
  wanted: boolean,
): "pending" | "ready" | "failed" {
  const { code, failure } = useFetched(late, wanted);
  if (code !== null) return "ready";
  return failure ? "failed" : "pending";
}

/** A component of late code, which shows nothing until the code is there; it fetches it only if told to. */
export function latePart<Code, Props extends object>(
  late: LateCode<Code>,
  pick: (code: Code) => ComponentType<Props>,
  fetches = false,
) {
  // biome-ignore lint/correctness/noComponentHookFactories: modules call it once, so that the component stays the same
  return function LatePart(props: Props) {
    const code = useLateCode(late, fetches);
    if (code === null) return null;
    const Part = pick(code);
    return <Part {...props} />;
  };
}
