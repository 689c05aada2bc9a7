"use client";

import { useState } from "react";
import { ChangePasswordForm } from "#components/passwords/change-password-form.tsx";
import { signOutAndLeave } from "#components/shared/sign-out.ts";
import { Button } from "#components/ui/button.tsx";

type GeneratedPasswordFormProps = {
  user: { id: string; name: string; email: string };
  /** The path to open afterwards. */
  next: string;
};

/** Changes a generated password, then opens `next`; or signs out. */
export function GeneratedPasswordForm({ user, next }: GeneratedPasswordFormProps) {
  const [changed, setChanged] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const goOn = () => {
    setChanged(true);
    // A full load: cached pages are dropped, and the back button does not return here.
    window.location.replace(next);
  };
  const signOut = async () => {
    setLeaving(true);
    await signOutAndLeave();
    setLeaving(false);
  };
  return (
    <>
      <ChangePasswordForm
        user={user}
        hint="The generated password that you signed in with."
        look="primary"
        busy={changed}
        onChanged={goOn}
      />
      <div className="mt-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t pt-4">
        <p className="wrap-anywhere min-w-0 flex-1 basis-40 text-quiet text-xs">
          Signed in as {user.email}
        </p>
        <Button size="small" pending={leaving} onClick={() => void signOut()}>
          Sign out
        </Button>
      </div>
    </>
  );
}
