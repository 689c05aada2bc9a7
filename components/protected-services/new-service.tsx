"use client";

import { Plus } from "lucide-react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { PopupButton } from "#components/shared/popup-button.tsx";
import { SERVICE_POPUP } from "./service-popup.ts";

const form = lazyForm(async () => (await import("./service-form.tsx")).ServiceForm);

/** The button that opens the popup for a new protected service; `refusal` is the reason if it may not. */
export function NewService({ refusal }: { refusal: string | undefined }) {
  return (
    <PopupButton
      icon={Plus}
      label="Create protected service"
      description="A service next to Roost that a proxy opens to access tokens."
      refusal={refusal}
      testId="open-create-service"
      form={form}
      className={SERVICE_POPUP}
    >
      {(close) => <form.Form onClose={close} />}
    </PopupButton>
  );
}
