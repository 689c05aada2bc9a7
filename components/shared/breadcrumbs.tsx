import { ChevronRight } from "lucide-react";
import Link from "next/link";

export type Crumb = { label: string; href?: string };

/** The path of the page; the last crumb is the page itself. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-2">
      <ol className="flex flex-wrap items-center gap-1 text-quiet text-xs">
        {crumbs.map((crumb, index) => (
          <li key={crumb.label} className="flex min-w-0 items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0" />}
            <CrumbText crumb={crumb} last={index === crumbs.length - 1} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function CrumbText({ crumb, last }: { crumb: Crumb; last: boolean }) {
  const current = last ? ("page" as const) : undefined;
  if (crumb.href === undefined) {
    return (
      <span aria-current={current} className="max-w-64 truncate">
        {crumb.label}
      </span>
    );
  }
  return (
    <Link
      href={crumb.href}
      aria-current={current}
      data-testid="breadcrumb-item"
      className="rounded-sm hover:text-ink hover:underline"
    >
      {crumb.label}
    </Link>
  );
}
