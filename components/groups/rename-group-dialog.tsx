"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";

const form = lazyForm(async () => (await import("./group-form.tsx")).RenameGroupForm);

type RenameGroupDialogProps = {
  /** The group to rename; null keeps the dialog closed. */
  group: DescribedGroup | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup that renames a group. */
export function RenameGroupDialog({ group, opener, onClose }: RenameGroupDialogProps) {
  const ready = form.useReady(group !== null, { by: opener, onFailure: onClose });
  return (
    <Dialog open={ready} onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={`Rename group ${isolated(group?.name ?? "")}`} opener={opener}>
        {group && <form.Form group={group} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}
