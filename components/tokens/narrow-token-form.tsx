import { type FormEvent, useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { LimitsFields } from "./limits-fields.tsx";
import { LossList } from "./loss-list.tsx";
import { ScopeCheck } from "./scope-check.tsx";
import { lossesWith, narrowingOf } from "./token-narrowing.ts";
import type { TokenHolder } from "./token-owner.ts";
import { isWaiting, useDryRun } from "./use-dry-run.ts";
import { useLimits } from "./use-limits.ts";
import { useNarrow } from "./use-narrow.ts";

type NarrowTokenFormProps = {
  token: TokenView;
  /** The owner of the token. */
  holder: TokenHolder;
  onClose: () => void;
  /** Called when a change starts or ends; closing would not prevent it. */
  onPending: (pending: boolean) => void;
};

/** Fewer rights and networks for a token, with what it loses and a dry run over its calls. */
export function NarrowTokenForm({ token, holder, onClose, onPending }: NarrowTokenFormProps) {
  const { scopes, allowedNetworks } = token;
  const limits = useLimits({ scopes, networks: allowedNetworks }, allowedNetworks);
  const { narrow, pending } = useNarrow(token, onClose);
  const body = narrowingOf(token, limits);
  const dryRun = useDryRun(token, body?.scopes);
  const emptied = allowedNetworks !== null && limits.networks === null;
  useEffect(() => {
    onPending(pending);
    return () => onPending(false);
  }, [pending, onPending]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (limits.check() && body && !emptied && !isWaiting(dryRun)) void narrow(body);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <LimitsFields
        holder={{ ...holder, id: token.userId, within: scopes }}
        limits={limits}
        errors={{ networks: emptied ? "At least one network must remain" : undefined }}
      />
      <LossList losses={lossesWith(token, limits, holder)} />
      {dryRun && <ScopeCheck run={dryRun} />}
      <DialogFooter className="sticky -bottom-5 z-10 -mx-5 mt-0 -mb-5 border-t bg-surface px-5 py-4">
        <Button onClick={onClose}>Cancel</Button>
        <GuardedButton
          type="submit"
          variant="primary"
          pending={pending || isWaiting(dryRun)}
          disabledReason={body ? undefined : "Choose fewer rights or networks."}
          data-testid="narrow-token"
        >
          Narrow access token
        </GuardedButton>
      </DialogFooter>
    </form>
  );
}
