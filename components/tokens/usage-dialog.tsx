"use client";

import type { RefObject } from "react";
import { ContactLink } from "#components/shared/contact-link.tsx";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Code } from "#components/ui/code.tsx";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { RelativeTime } from "#components/ui/time.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { disabledText } from "./disabled-text.ts";
import { creatorGone, type TokenQuestion } from "./token-cells.tsx";
import type { TokenHolder } from "./token-owner.ts";

const panel = lazyForm(async () => (await import("./usage-panel.tsx")).UsagePanel);

/** Loads the code of the panel before the popup opens. */
export const preloadUsage = panel.preload;

type UsageDialogProps = {
  /** The token; null keeps the popup closed. */
  token: TokenView | null;
  /** The owner of the token. */
  holder: TokenHolder | null;
  /** Whether the reader may see its events. */
  seesEvents: boolean;
  /** Why the reader may not create the token as it is. */
  createRefusal: string | undefined;
  /** Opens another dialog on the token; its readers may narrow, describe and disable it. */
  onAsk: (question: TokenQuestion) => void;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup with a token's usage. */
export function UsageDialog(props: UsageDialogProps) {
  const { token, holder, createRefusal, seesEvents, onAsk, opener, onClose } = props;
  const ready = panel.useReady(token !== null, { by: opener, onFailure: onClose });
  return (
    <Dialog open={ready} onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={`${isolated(token?.name ?? "")} usage`}
        description={token && <About token={token} holder={holder} />}
        opener={opener}
        className="max-w-lg"
      >
        {token && holder && (
          <panel.Form
            token={token}
            holder={holder}
            seesEvents={seesEvents}
            createRefusal={createRefusal}
            onAsk={onAsk}
            onClose={onClose}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

/**
 * The fingerprint, the description, why it is disabled and the person to ask about the owner, with a
 * warning if a creator without access may still have the token.
 */
function About({ token, holder }: { token: TokenView; holder: TokenHolder | null }) {
  const gone = creatorGone(token);
  return (
    <>
      <Code>{token.fingerprint}…</Code>
      {token.description && (
        <p dir="auto" className="wrap-anywhere mt-1">
          {token.description}
        </p>
      )}
      {token.disabledAt && (
        <p className="mt-1 text-soon">
          Disabled <RelativeTime at={token.disabledAt} /> {disabledText(token)}.
        </p>
      )}
      {holder?.contact && (
        <p className="mt-1">
          Contact <ContactLink contact={holder.contact} />
        </p>
      )}
      {gone && <p className="mt-1 text-soon">{gone.sentence}</p>}
    </>
  );
}
