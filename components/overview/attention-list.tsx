import { CircleCheck } from "lucide-react";
import { TextLink } from "#components/shared/text-link.tsx";
import { Status } from "#components/ui/status.tsx";
import type { Attention } from "./attention.ts";

/** Items that need attention, each with a link to act on it. */
export function AttentionList({ items }: { items: readonly Attention[] }) {
  if (items.length === 0) {
    return (
      <p className="flex items-center gap-2 rounded-lg border bg-surface px-4 py-3 text-quiet">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-accent" />
        All clear. No tokens expiring soon, no pending approvals.
      </p>
    );
  }
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {items.map(({ id, tone, text, href, action }) => (
        <li
          key={id}
          data-testid={`attention-${id}`}
          className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2.5"
        >
          <Status tone={tone} className="items-start whitespace-normal before:mt-1.5">
            {text}
          </Status>
          <TextLink href={href} prefetch={false} className="ml-4">
            {action}
          </TextLink>
        </li>
      ))}
    </ul>
  );
}
