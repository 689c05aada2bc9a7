import { RefreshCw } from "lucide-react";
import Link from "next/link";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { cn } from "#components/ui/cn.ts";
import { replacePath, userPath } from "#lib/contract/page-paths.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { REPLACE, replaceVariant } from "./replace-variant.ts";

/** Leads to the owner's page, where a token begins that takes the place of this one. */
export function ReplaceLink({ token, due }: { token: InventoryView; due: boolean }) {
  const { variant, size, className, title } = replaceVariant(due);
  const owner = { id: token.userId, isServiceUser: token.isServiceUser };
  return (
    <Link
      href={replacePath(userPath(owner), token.id)}
      prefetch={false}
      className={cn(buttonVariants({ variant, size }), className)}
      aria-label={`${REPLACE} for access token ${token.name} of ${token.userName}`}
      title={title}
      data-testid="access-token-replace"
    >
      <RefreshCw aria-hidden />
      {due && <span>{REPLACE}</span>}
    </Link>
  );
}
