"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { type PlainToken, PlainTokenDialog } from "./plain-token-dialog.tsx";
import { TokenForm } from "./token-form.tsx";
import type { TokenHolder } from "./tokens-section.tsx";

type CreateTokenDialogProps = {
  holder: TokenHolder;
  open: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup for a new access token, then the one that shows its text. */
export function CreateTokenDialog({ holder, open, opener, onClose }: CreateTokenDialogProps) {
  const router = useRouter();
  // The text is nowhere but here, and only until the popup that shows it closes.
  const [created, setCreated] = useState<PlainToken | null>(null);
  const show = (token: PlainToken) => {
    setCreated(token);
    onClose();
  };
  const forget = () => {
    setCreated(null);
    router.refresh();
  };
  return (
    <>
      <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
        <DialogContent
          title="Create access token"
          description={
            holder.isCurrent
              ? "It acts with your role."
              : `It acts with the role of ${holder.name}.`
          }
          opener={opener}
        >
          <TokenForm userId={holder.id} onCreated={show} onCancel={onClose} />
        </DialogContent>
      </Dialog>
      <PlainTokenDialog token={created} opener={opener} onClose={forget} />
    </>
  );
}
