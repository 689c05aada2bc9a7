import {
  type ComponentType,
  type RefObject,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import { whenIdle } from "./idle.ts";
import { notifyLoadFailure } from "./load-failure.ts";
import { showLoading } from "./show-loading.ts";

/** A module that is loaded once, after the page's first load. */
export type LazyModule<Code> = {
  /** Loads the module unless loaded or loading; rejects on failure and can be called again. */
  load: () => Promise<void>;
  /** The module, or null until it is loaded. */
  get: () => Code | null;
  subscribe: (listener: () => void) => () => void;
};

/** A module that is loaded on demand. */
export function lazyModule<Code>(fetchCode: () => Promise<Code>): LazyModule<Code> {
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

/** A module that is loaded on demand or, before that, once the page is idle. */
export function idleModule<Code>(fetchCode: () => Promise<Code>): LazyModule<Code> {
  const late = lazyModule(fetchCode);
  whenIdle(() => preload(late));
  return late;
}

/** Loads a module that may be needed next; a failure is shown only once it is needed. */
export function preload({ load }: LazyModule<unknown>): void {
  load().catch(() => {});
}

const nothing = () => null;

/** A request for a module, with its callbacks. */
export type LoadRequest = {
  /** The pressed button, which is shown as busy. */
  by?: RefObject<HTMLElement | null>;
  /** Withdraws the request, so that the next press tries again. */
  onFailure: () => void;
};

function useFetched<Code>(
  late: LazyModule<Code>,
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
 * The module, or null until it is loaded. `wanted` loads it; a failure is shown in a notification
 * and calls `onFailure`.
 */
export function useLazyModule<Code>(
  late: LazyModule<Code>,
  wanted: boolean,
  { by, onFailure }: LoadRequest,
): Code | null {
  const fail = (error: unknown) => {
    void notifyLoadFailure(error);
    onFailure();
  };
  return useFetched(late, wanted, fail, by);
}

/** A module that may be needed next: loaded while `near`, null until then; no failure is shown. */
export function useNearModule<Code>(late: LazyModule<Code>, near: boolean): Code | null {
  return useFetched(late, near, () => {});
}

/** The state of a module that the page works without; a failure is returned, not thrown. */
export function useOptionalModule(
  late: LazyModule<unknown>,
  wanted: boolean,
): "pending" | "ready" | "failed" {
  const [failed, setFailed] = useState(false);
  const code = useFetched(late, wanted, () => setFailed(true));
  if (code !== null) return "ready";
  return failed ? "failed" : "pending";
}

/** A component of a lazy module. It renders nothing until the module is loaded, and loads nothing. */
export function lazyComponent<Code, Props extends object>(
  late: LazyModule<Code>,
  pick: (code: Code) => ComponentType<Props>,
) {
  // biome-ignore lint/correctness/noComponentHookFactories: modules call it once, so that the component stays the same
  return function LazyComponent(props: Props) {
    const code = useNearModule(late, false);
    if (code === null) return null;
    const Part = pick(code);
    return <Part {...props} />;
  };
}
