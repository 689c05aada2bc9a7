import { RefreshCw } from "lucide-react";
import Link from "next/link";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { rotatePath, userPath } from "#lib/contract/page-paths.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { ROTATE, rotateVariant } from "./rotate-variant.ts";

/** Links to the owner's page with the popup open that rotates this token. */
export function RotateLink({ token, due }: { token: InventoryView; due: boolean }) {
  const { variant, size, className, title } = rotateVariant(due);
  const owner = { id: token.userId, isServiceUser: token.isServiceUser };
  return (
    <Link
      href={rotatePath(userPath(owner), token.id)}
      prefetch={false}
      className={buttonVariants({ variant, size, className })}
      aria-label={`Rotate access token ${token.name} of ${token.userName}`}
      title={title}
      data-testid="access-token-rotate"
    >
      <RefreshCw aria-hidden />
      {due && <span>{ROTATE}</span>}
    </Link>
  );
}
