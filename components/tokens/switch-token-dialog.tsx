"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { Code } from "#components/ui/code.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { disabledText } from "./disabled-text.ts";
import { UsageBoundary } from "./usage-boundary.tsx";

const look = lazyForm(async () => (await import("./token-use.tsx")).TokenUse);

type SwitchTokenDialogProps = {
  /** The token to disable, or to enable if it is disabled; null keeps the dialog closed. */
  token: TokenView | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Confirms that a token is disabled, with what stops working, or enabled, with why it was disabled. */
export function SwitchTokenDialog({ token, opener, onClose }: SwitchTokenDialogProps) {
  const { write, refresh, pending } = useWrite();
  const isDisabled = token !== null && token.disabledAt !== null;
  const verb = isDisabled ? "Enable" : "Disable";
  const confirm = async () => {
    if (token === null) return;
    const params = { userId: token.userId, tokenId: token.id };
    const operation = isDisabled ? "tokens.enable" : "tokens.disable";
    const result = await write(operation, { params });
    if (!result?.ok) return;
    notifySuccess({
      title: `Access token ${isolated(token.name)} ${isDisabled ? "enabled" : "disabled"}`,
    });
    refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={token !== null}
      title={`${verb} access token ${isolated(token?.name ?? "")}?`}
      action={`${verb} access token`}
      tone={isDisabled ? "primary" : "danger"}
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      {token && (isDisabled ? <Return token={token} /> : <Loss token={token} />)}
    </ConfirmDialog>
  );
}

function Loss({ token }: { token: TokenView }) {
  return (
    <>
      <p>
        Scripts that use <Code className="text-ink">{token.fingerprint}…</Code> get 403 until it is
        enabled again.
      </p>
      <UsageBoundary form={look}>
        <look.Form key={token.id} token={token} />
      </UsageBoundary>
    </>
  );
}

function Return({ token }: { token: TokenView }) {
  return (
    <>
      {token.disabledAt && (
        <p>
          Disabled <RelativeTime at={token.disabledAt} /> {disabledText(token)}.
        </p>
      )}
      {token.disabledReason === "leak" ? (
        <p>Rotate it first: others know its secret.</p>
      ) : (
        <p>
          Requests with <Code className="text-ink">{token.fingerprint}…</Code> are accepted again.
        </p>
      )}
    </>
  );
}
