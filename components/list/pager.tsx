import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

type PagerProps = {
  /** The list's URL without its cursor. */
  address: string;
  next: string | null;
  previous: string | null;
};

/** Links to the previous and next page; nothing if there is only one page. */
export function Pager({ address, next, previous }: PagerProps) {
  if (next === null && previous === null) return null;
  const hrefOf = (cursor: string) =>
    `${address}${address.includes("?") ? "&" : "?"}${new URLSearchParams({ cursor })}`;
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap justify-between gap-2">
      <Step href={previous && hrefOf(previous)} rel="prev">
        <ChevronLeft aria-hidden className="size-4" />
        Previous
      </Step>
      <Step href={next && hrefOf(next)} rel="next">
        Next
        <ChevronRight aria-hidden className="size-4" />
      </Step>
    </nav>
  );
}

const look = "inline-flex h-9 items-center gap-1.5 rounded-md border px-3 font-medium";

function Step({ href, rel, children }: { href: string | null; rel: string; children: ReactNode }) {
  if (href === null) {
    return (
      // biome-ignore lint/a11y/useValidAnchor: a link that leads nowhere is how ARIA marks a disabled one
      <a role="link" aria-disabled="true" className={`${look} border-line text-quiet`}>
        {children}
      </a>
    );
  }
  return (
    <Link
      href={href}
      rel={rel}
      prefetch={false}
      className={`${look} border-control bg-surface hover:bg-sunken`}
    >
      {children}
    </Link>
  );
}
