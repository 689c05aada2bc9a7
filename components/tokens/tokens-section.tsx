"use client";

import { KeyRound, Lock, Plus } from "lucide-react";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { type PackedRows, unpackRows } from "#components/list/packed-rows.ts";
import { Section } from "#components/shared/section.tsx";
import { useDialogParam } from "#components/shared/use-dialog-param.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { useMovingFocus } from "#components/ui/use-moving-focus.ts";
import type { RevocationView, TokenView } from "#lib/contract/views.ts";
import { CreateTokenDialog } from "./create-token-dialog.tsx";
import { lazyTokenForm } from "./lazy-token-form.ts";
import { RevokedNotice } from "./revoked-notice.tsx";
import type { TokenOwner } from "./token-owner.ts";
import { TokensTable } from "./tokens-table.tsx";

type TokensSectionProps = {
  holder: TokenOwner;
  /** The reader, for "by you". */
  readerId: string;
  /** The tokens, or the reason why the reader may not see them. */
  tokens: PackedRows<TokenView> | { refusal: string };
  /** Recent revocations by other users. */
  revocations: readonly RevocationView[];
  createRefusal: string | undefined;
  revokeRefusal: string | undefined;
  /** The account's maximum lifetime of new tokens, in days. */
  maxDays: number;
  /** Whether the reader may see the events about tokens. */
  seesEvents: boolean;
  /** How to use a token; shown below the list. */
  guide?: ReactNode;
};

/** The popup for a new token, and whether a row opened it. */
type TokenDialogState = {
  open: boolean;
  /** Initial value of the name. */
  name?: string;
  inRow?: true;
};

/** A user's access tokens, with the actions that the reader may take. */
export function TokensSection({
  holder,
  readerId,
  tokens,
  revocations,
  maxDays,
  seesEvents,
  guide,
  ...refusals
}: TokensSectionProps) {
  // With the first token the button moves from the empty state to the section header.
  const opener = useMovingFocus<HTMLButtonElement>();
  const visible = useMemo(() => ("refusal" in tokens ? undefined : unpackRows(tokens)), [tokens]);
  const [asked, setAsked] = useState<TokenDialogState>({ open: false });
  useDialogParam(() => setAsked({ open: true }), refusals.createRefusal);
  const row = useRef<HTMLElement>(null);
  const createNamed = (name: string, trigger: HTMLElement) => {
    row.current = trigger;
    setAsked({ open: true, name, inRow: true });
  };
  const create = (
    <GuardedButton
      ref={opener.attach}
      variant="primary"
      disabledReason={refusals.createRefusal}
      data-testid="access-token-open-modal"
      onPointerEnter={lazyTokenForm.preload}
      onFocus={lazyTokenForm.preload}
      onClick={() => setAsked({ open: true })}
    >
      <Plus aria-hidden />
      Create access token
    </GuardedButton>
  );
  return (
    <Section
      title={<Title holder={holder} />}
      description={introduction(holder)}
      action={visible?.length ? create : undefined}
    >
      {revocations.length > 0 && (
        <RevokedNotice
          revocations={revocations}
          createRefusal={refusals.createRefusal}
          onCreate={createNamed}
        />
      )}
      {"refusal" in tokens && (
        <EmptyState icon={Lock} title="You don't have access to these tokens">
          {tokens.refusal}
        </EmptyState>
      )}
      {visible?.length === 0 && (
        <EmptyState icon={KeyRound} title="No access tokens yet" action={create}>
          {firstStep(holder)}
        </EmptyState>
      )}
      {visible !== undefined && visible.length > 0 && (
        <TokensTable
          tokens={visible}
          holder={holder}
          readerId={readerId}
          seesEvents={seesEvents}
          maxDays={maxDays}
          {...refusals}
        />
      )}
      {guide}
      <CreateTokenDialog
        holder={holder}
        suggestedName={asked.name}
        maxDays={maxDays}
        open={asked.open}
        opener={asked.inRow ? row : opener.element}
        onClose={() => setAsked((last) => ({ ...last, open: false }))}
      />
    </Section>
  );
}

/** On the reader's own page the title is a link target. */
function Title({ holder }: { holder: TokenOwner }): ReactNode {
  if (!holder.isCurrent || holder.isServiceUser) return "Access tokens";
  return (
    <a id="access-tokens" href="#access-tokens" data-testid="user-tab-access-tokens">
      Access tokens
    </a>
  );
}

function introduction(holder: TokenOwner): string {
  if (holder.isServiceUser) return "Tokens have this service user's role, or fewer rights.";
  if (!holder.isCurrent) return "Tokens have this user's role, or fewer rights.";
  return "Access tokens give access to NetBird API. They have your role, or fewer rights.";
}

function firstStep(holder: TokenOwner): string {
  if (!holder.isServiceUser && !holder.isCurrent)
    return `${holder.name} has not created any. Users create their own tokens.`;
  return "Create one token per script, so that you can revoke them separately.";
}
