"use client";

import type { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { DescribeTokenDialog, preloadDescription } from "./describe-token-dialog.tsx";
import { NarrowTokenDialog } from "./narrow-token-dialog.tsx";
import { RevokeTokenDialog } from "./revoke-token-dialog.tsx";
import { preloadRotation, RotateTokenDialog } from "./rotate-token-dialog.tsx";
import { SwitchTokenDialog } from "./switch-token-dialog.tsx";
import type { TokenQuestion } from "./token-cells.tsx";
import type { TokenHolder } from "./token-owner.ts";
import { preloadUsage, UsageDialog } from "./usage-dialog.tsx";

export type TokenDialogsProps<Item extends TokenView> = {
  rows: ReturnType<typeof useRowDialogs<TokenQuestion, Item>>;
  /** The owner of a token. */
  holderOf: (token: Item) => TokenHolder & { isBlocked: boolean };
  /** Why the reader may not create the token as it is. */
  createRefusalOf: (token: Item) => string | undefined;
  /** The account's maximum lifetime of new tokens, in days. */
  maxDaysOf: (token: Item) => number;
  /** Whether the reader may see the events about tokens. */
  seesEvents: boolean;
};

/** Loads the code of a dialog before it opens, where it takes long. */
export const PRELOADS: Partial<Record<TokenQuestion, () => void>> = {
  use: preloadUsage,
  rotate: preloadRotation,
  describe: preloadDescription,
};

/** The dialogs that the rows of tokens open. */
export function TokenDialogs<Item extends TokenView>(props: TokenDialogsProps<Item>) {
  const { rows, holderOf, createRefusalOf, maxDaysOf, seesEvents } = props;
  const { open, itemOf, dialog } = rows;
  const [used, narrowed, rotated, revoked] = [
    itemOf("use"),
    itemOf("narrow"),
    itemOf("rotate"),
    itemOf("revoke"),
  ];
  return (
    <>
      <UsageDialog
        token={used}
        holder={used && holderOf(used)}
        createRefusal={used ? createRefusalOf(used) : undefined}
        seesEvents={seesEvents}
        onAsk={(question) => used && open(question, used, dialog.opener.current)}
        {...dialog}
      />
      <NarrowTokenDialog token={narrowed} holder={narrowed && holderOf(narrowed)} {...dialog} />
      <RotateTokenDialog
        token={rotated}
        holder={rotated && holderOf(rotated)}
        maxDays={rotated ? maxDaysOf(rotated) : 0}
        {...dialog}
      />
      <SwitchTokenDialog token={itemOf("switch")} {...dialog} />
      <DescribeTokenDialog token={itemOf("describe")} {...dialog} />
      <RevokeTokenDialog
        token={revoked}
        isOwnerBlocked={revoked !== null && holderOf(revoked).isBlocked}
        {...dialog}
      />
    </>
  );
}
