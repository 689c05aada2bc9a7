import Link from "next/link";
import type { ComponentProps } from "react";

/**
 * The link of a list's row: it covers the whole row, so that a press anywhere opens it, in a new tab
 * too. Buttons, boxes and other links of the row, and what is `data-selectable`, lie above it.
 */
export function RowLink(props: ComponentProps<typeof Link>) {
  return <Link data-row-link="" prefetch={false} draggable={false} {...props} />;
}
