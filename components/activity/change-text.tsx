import { ArrowRight } from "lucide-react";
import type { EventChange } from "./event-change.ts";

/** A change as "User → Admin". */
export function ChangeText({ change: { before, after } }: { change: EventChange }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5" data-testid="event-change">
      <del className="text-quiet no-underline">
        <span className="sr-only">before: </span>
        {before}
      </del>
      <ArrowRight aria-hidden className="size-3.5 shrink-0 text-quiet" />
      <ins className="font-medium no-underline">
        <span className="sr-only">after: </span>
        {after}
      </ins>
    </span>
  );
}
