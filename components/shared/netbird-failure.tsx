import { Unplug } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** In place of what NetBird did not answer. */
export function NetBirdFailure({ reason }: { reason: string }) {
  return (
    <EmptyState icon={Unplug} title="NetBird did not answer">
      {reason}. Refresh the page, or check the NetBird server.
    </EmptyState>
  );
}
