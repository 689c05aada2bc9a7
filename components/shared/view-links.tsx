import Link from "next/link";
import { numberText } from "#components/ui/counted.ts";

export type ViewLink = { href: string; label: string; count?: number };

/** The views of a page, each with its own URL. */
export function ViewLinks({
  label,
  current,
  views,
}: {
  label: string;
  /** The URL of the current view. */
  current: string;
  views: readonly ViewLink[];
}) {
  return (
    <nav aria-label={label} className="mb-4 border-b">
      <ul className="flex gap-5">
        {views.map(({ href, label: text, count }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={href === current ? "page" : undefined}
              className="-mb-px flex h-9 items-center gap-1.5 rounded-t-sm border-transparent border-b-2 font-medium text-quiet hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              <span>{text}</span>
              {count !== undefined && (
                <span className="text-quiet text-xs">{numberText(count)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
