"use client";

import { idleModule, useLazyModule } from "#components/ui/lazy-module.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import type { TokenQuestion } from "./token-cells.tsx";
import type { TokenDialogsProps } from "./token-dialogs.tsx";

const dialogs = idleModule(() => import("./token-dialogs.tsx"));

/** Loads the code of a row's dialog before it opens. */
export function preloadDialog(question: TokenQuestion): void {
  dialogs
    .load()
    .then(() => dialogs.get()?.PRELOADS[question]?.())
    .catch(() => {});
}

/** The dialogs that the rows of tokens open, loaded after the page. */
export function LazyTokenDialogs<Item extends TokenView>(props: TokenDialogsProps<Item>) {
  const { isOpen, dialog } = props.rows;
  const loaded = useLazyModule(dialogs, isOpen, { by: dialog.opener, onFailure: dialog.onClose });
  if (loaded === null) return null;
  return <loaded.TokenDialogs {...props} />;
}
