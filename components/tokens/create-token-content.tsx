"use client";

import type { ComponentProps, RefObject } from "react";
import { roleDescription } from "#components/shared/role-labels.ts";
import { DialogContent } from "#components/ui/dialog.tsx";
import { TokenForm } from "./token-form.tsx";
import type { TokenOwner } from "./token-owner.ts";
import { TOKEN_POPUP } from "./token-popup.ts";

type CreateTokenContentProps = ComponentProps<typeof TokenForm> & {
  holder: TokenOwner;
  opener: RefObject<HTMLElement | null>;
};

/** The content of the popup for a new access token. */
export function CreateTokenContent({ opener, ...form }: CreateTokenContentProps) {
  const { holder } = form;
  return (
    <DialogContent
      title="Create access token"
      description={
        <p>
          Acts as <bdi>{holder.isCurrent ? "you" : holder.name}</bdi> ({roleDescription(holder)}).
        </p>
      }
      opener={opener}
      className={TOKEN_POPUP}
    >
      <TokenForm {...form} />
    </DialogContent>
  );
}
