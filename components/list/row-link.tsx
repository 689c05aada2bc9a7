import Link from "next/link";
import type { ComponentProps } from "react";

/**
 * The link of a row. It covers the whole row, so that a click anywhere opens it, also in a new tab.
 * Buttons, checkboxes, other links and `data-selectable` elements lie above it.
 */
export function RowLink(props: ComponentProps<typeof Link>) {
  return <Link data-row-link="" prefetch={false} draggable={false} {...props} />;
}
