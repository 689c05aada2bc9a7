"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { PopupButton } from "#components/shared/popup-button.tsx";
import { shownOnceModule, showOnce } from "#components/ui/shown-once.tsx";
import type { PolicyActor } from "#lib/policy/can.ts";

const form = lazyForm(async () => (await import("./invite-form.tsx")).InviteForm, shownOnceModule);

type InviteUserProps = { actor: PolicyActor; refusal: string | undefined };

/** The button that opens the popup for a new user; `refusal` is the reason if it may not. */
export function InviteUser({ actor, refusal }: InviteUserProps) {
  const router = useRouter();
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <PopupButton
      icon={UserPlus}
      label="Invite user"
      description="Invite someone to this dashboard."
      refusal={refusal}
      testId="open-invite-user-modal"
      form={form}
      className="max-w-lg"
      opener={opener}
    >
      {(close) => (
        <form.Form
          actor={actor}
          onMade={(made) => {
            close();
            showOnce({ shown: made, opener, onClose: () => router.refresh() });
          }}
          onCancel={close}
        />
      )}
    </PopupButton>
  );
}
