import { type ComponentType, lazy } from "react";

/** A form whose code is loaded when it is first shown, or before that with `preload`. */
export function lazyForm<Props>(load: () => Promise<ComponentType<Props>>) {
  const preload = () => void load();
  return { Form: lazy(async () => ({ default: await load() })), preload };
}
