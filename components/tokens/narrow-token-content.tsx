"use client";

import type { ComponentProps, RefObject } from "react";
import { DialogContent } from "#components/ui/dialog.tsx";
import { NarrowTokenForm } from "./narrow-token-form.tsx";
import { TOKEN_POPUP } from "./token-popup.ts";

type NarrowTokenContentProps = ComponentProps<typeof NarrowTokenForm> & {
  opener: RefObject<HTMLElement | null>;
};

/** The content of the popup that narrows a token. */
export function NarrowTokenContent({ opener, ...form }: NarrowTokenContentProps) {
  return (
    <DialogContent
      title="Narrow access token"
      description={
        <p>
          <bdi className="break-words font-medium text-ink">{form.token.name}</bdi> loses rights or
          networks immediately. They cannot be given back: create another token for more.
        </p>
      }
      opener={opener}
      className={TOKEN_POPUP}
    >
      <NarrowTokenForm {...form} />
    </DialogContent>
  );
}
