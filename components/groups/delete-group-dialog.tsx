"use client";

import { type RefObject, useState } from "react";
import { sentence } from "#components/shared/sentence.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { counted } from "#components/ui/counted.ts";
import { FormError } from "#components/ui/form-error.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { DescribedGroup } from "#lib/contract/views.ts";
import { linkText } from "./group-refusals.ts";

type DeleteGroupDialogProps = {
  /** The group to delete; null keeps the dialog closed. */
  group: DescribedGroup | null;
  /** Whether it is a group of a NetBird server, whose members Roost does not know. */
  ofNetBird: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Confirms the deletion of a group. New references to it are shown in the dialog. */
export function DeleteGroupDialog(props: DeleteGroupDialogProps) {
  const { group, ofNetBird, opener, onClose } = props;
  const { write, refresh, pending } = useWrite();
  const [refusal, setRefusal] = useState<string | null>(null);
  const close = () => {
    setRefusal(null);
    onClose();
  };
  const confirm = async () => {
    if (!group) return;
    const result = await write("groups.delete", { params: { groupId: group.id } });
    if (result === null) return;
    // The list is refreshed to show the current references to the group.
    if (!result.ok) return refresh(() => setRefusal(sentence(result.failure.message)));
    notifySuccess({ title: `Group ${isolated(group.name)} deleted` });
    refresh(close);
  };
  return (
    <ConfirmDialog
      open={group !== null}
      title={`Delete group ${isolated(group?.name ?? "")}?`}
      action="Delete group"
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={close}
    >
      {group && refusal === null && (
        <>
          <p>{ofNetBird ? AT_NETBIRD : contentsText(group)}</p>
          <p>This cannot be undone.</p>
        </>
      )}
      {group && refusal !== null && (
        <FormError>{`The group was not deleted. ${linkText(group) ?? refusal}`}</FormError>
      )}
    </ConfirmDialog>
  );
}

const AT_NETBIRD = "It is deleted at NetBird, which refuses that for a group in use.";

function contentsText({ peers, resources }: DescribedGroup): string {
  if (peers.length + resources.length === 0) return "The group is empty and not in use.";
  const parts = [
    ...(peers.length > 0 ? [counted(peers.length, "peer")] : []),
    ...(resources.length > 0 ? [counted(resources.length, "resource")] : []),
  ];
  return `No user has it. It contains ${parts.join(" and ")}.`;
}
