"use client";

import type { ComponentProps } from "react";
import { idleModule, useLazyModule } from "#components/ui/lazy-module.tsx";
import type { DeleteUserDialog } from "./delete-user-dialog.tsx";

const dialog = idleModule(() => import("./delete-user-dialog.tsx"));

/** The confirmation of a deletion, loaded after the page. */
export function LazyDeleteUserDialog(props: ComponentProps<typeof DeleteUserDialog>) {
  const { user, opener, onClose } = props;
  const loaded = useLazyModule(dialog, user !== null, { by: opener, onFailure: onClose });
  return loaded && <loaded.DeleteUserDialog {...props} />;
}
