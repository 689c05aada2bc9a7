import {
  type ComponentType,
  type RefObject,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import { whenAtRest } from "./at-rest.ts";
import { tellLoadFailure } from "./load-failure.ts";
import { showLoading } from "./show-loading.ts";

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

/** Fetches code that may be wanted next; a failure is shown only once it is wanted. */
export function fetchAhead({ load }: LateCode<unknown>): void {
  load().catch(() => {});
}

const nothing = () => null;

/** Who wants code, for what they learn of it on the way. */
export type Wish = {
  /** The button that was pressed for it, which says that it is busy. */
  by?: RefObject<HTMLElement | null>;
  /** Takes back what asked for the code, so that the next press asks again. */
  onFailure: () => void;
};

function useFetched<Code>(
  late: LateCode<Code>,
  wanted: boolean,
  onFailure: (error: unknown) => void,
  by?: RefObject<HTMLElement | null>,
): Code | null {
  const code = useSyncExternalStore(late.subscribe, late.get, nothing);
  const fail = useEffectEvent(onFailure);
  useEffect(() => {
    if (!wanted || late.get() !== null) return;
    let current = true;
    const endLoading = showLoading(by?.current);
    late
      .load()
      .catch((error) => current && fail(error))
      .finally(endLoading);
    return () => {
      current = false;
      endLoading();
    };
  }, [late, wanted, by]);
  return code;
}

/**
 * The code, or null until it is there. `wanted` fetches it; where that fails, a notice says so and
 * the wish is taken back.
 */
export function useLateCode<Code>(
  late: LateCode<Code>,
  wanted: boolean,
  { by, onFailure }: Wish,
): Code | null {
  const fail = (error: unknown) => {
    void tellLoadFailure(error);
    onFailure();
  };
  return useFetched(late, wanted, fail, by);
}

/** Code that may be wanted next: fetched while `near`, null until it is there; no failure is shown. */
export function useNearCode<Code>(late: LateCode<Code>, near: boolean): Code | null {
  return useFetched(late, near, () => {});
}

/** How far code is that the reader can do without: a failure to fetch what is wanted is told, not thrown. */
export function useOptionalCode(
  late: LateCode<unknown>,
  wanted: boolean,
): "pending" | "ready" | "failed" {
  const [failed, setFailed] = useState(false);
  const code = useFetched(late, wanted, () => setFailed(true));
  if (code !== null) return "ready";
  return failed ? "failed" : "pending";
}

/** A lazy component, which shows nothing until the code is there and fetches nothing. */
export function latePart<Code, Props extends object>(
  late: LateCode<Code>,
  pick: (code: Code) => ComponentType<Props>,
) {
  // biome-ignore lint/correctness/noComponentHookFactories: modules call it once, so that the component stays the same
  return function LatePart(props: Props) {
    const code = useNearCode(late, false);
    if (code === null) return null;
    const Part = pick(code);
    return <Part {...props} />;
  };
}
