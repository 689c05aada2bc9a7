"use client";

import { Plus } from "lucide-react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { PopupButton } from "#components/shared/popup-button.tsx";

const form = lazyForm(async () => (await import("./group-form.tsx")).CreateGroupForm);

/** The button that opens the popup for a new group; `refusal` is the reason if it may not. */
export function NewGroup({ refusal }: { refusal: string | undefined }) {
  return (
    <PopupButton
      icon={Plus}
      label="Create group"
      description="Peers of users with this auto-assigned group join it."
      refusal={refusal}
      testId="open-create-group"
      form={form}
    >
      {(close) => <form.Form onClose={close} />}
    </PopupButton>
  );
}
