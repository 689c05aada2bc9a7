"use client";

import type { ComponentProps } from "react";
import { idleModule, useLazyModule } from "#components/ui/lazy-module.tsx";
import type { OwnershipDialog } from "./ownership-dialog.tsx";

const dialog = idleModule(() => import("./ownership-dialog.tsx"));

/** The confirmation of a transfer of ownership, loaded after the page. */
export function LazyOwnershipDialog(props: ComponentProps<typeof OwnershipDialog>) {
  const { open, opener, onCancel } = props;
  const loaded = useLazyModule(dialog, open, { by: opener, onFailure: onCancel });
  return loaded && <loaded.OwnershipDialog {...props} />;
}
