import { Unplug } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import { sentence } from "./sentence.ts";
import { TextLink } from "./text-link.tsx";

/** In place of what NetBird did not answer. */
export function NetBirdFailure({ reason }: { reason: string }) {
  return (
    <EmptyState
      icon={Unplug}
      title="NetBird did not answer"
      action={
        <TextLink href={PAGES.netbird.path} prefetch={false}>
          View status
        </TextLink>
      }
    >
      {sentence(reason)}
    </EmptyState>
  );
}
