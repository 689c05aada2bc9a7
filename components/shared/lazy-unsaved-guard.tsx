"use client";

import type { ComponentProps } from "react";
import { idleModule, useLazyModule } from "#components/ui/lazy-module.tsx";
import type { UnsavedGuard } from "./unsaved-guard.tsx";

const guard = idleModule(() => import("./unsaved-guard.tsx"));
const DO_NOTHING = () => {};

/** The guard of unsaved changes, loaded after the page, at the first change at the latest. */
export function LazyUnsavedGuard(props: ComponentProps<typeof UnsavedGuard>) {
  const { unsaved, opener } = props;
  const loaded = useLazyModule(guard, unsaved, { by: opener, onFailure: DO_NOTHING });
  return loaded && <loaded.UnsavedGuard {...props} />;
}
